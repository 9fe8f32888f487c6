using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>A telnet device is answered at its prompts, and only where what is typed is hidden.</summary>
public sealed class TelnetSignInTests
{
    private const string Password = "Zk4-for-the-old-switch-1";
    private const string Traits = """, "terminal": { "userPrompt": "Username:", "passwordPrompt": "Password:" }""";

    // The words that it compares with are not in its arguments.
    private const string Device = """
        stty -echo; printf 'Username: '; read -r user; printf '\r\nPassword: '; read -r word
        if [ "$user" = admin ] && [ "$(printf %s "$word" | sha256sum | cut -c1-64)" = HASH ]; then printf '\r\nlet in\r\n# '; read -r rest; exit 0; fi
        printf '\r\nBad\r\nUsername: '; read -r user; printf '\r\nagain as %s' "$user"; read -r rest
        """;

    private static readonly ConnectOptions Kept = new(true, "device");

    [Fact]
    public async Task The_user_and_the_password_are_typed_once_each_and_are_found_nowhere()
    {
        await using var server = await TelnetServer.StartAsync(Script(Device));
        await using var world = await SignInWorld.StartAsync("telnet", server.Port, device: Traits);
        var kept = await world.KeepAsync(new { name = "switch", kind = "password", user = "admin", devices = new[] { "core1" }, password = Password });
        await using (var page = await world.PageAsync("telnet", null, Kept))
        {
            await page.ExpectAsync("let in");
            world.Hunt(Password, page);
        }
        await world.KeepAsync(new { name = "switch", kind = "password", user = "admin", devices = new[] { "core1" }, password = "another" }, kept.Id);
        await using (var page = await world.PageAsync("telnet", null, Kept))
        {
            // Before it is read that the device did not accept it, nothing more has been typed.
            Assert.Contains("did not accept", (await page.ExpectEventAsync("MessageReceived")).GetRawText(), StringComparison.Ordinal);
            await page.TypeAsync("me\r");
            await page.ExpectAsync("again as me");
        }
    }

    [Fact]
    public async Task A_device_that_shows_what_is_typed_shows_the_password_but_no_recording_has_it_as_typed()
    {
        // It has taken over the echo, and echoes the password: the gateway cannot tell. The recording has it as the device's output.
        await using var server = await TelnetServer.StartAsync("printf 'Username: '; read -r user; printf 'Password: '; read -r word; printf 'let in\\r\\n'; read -r rest");
        await using var world = await SignInWorld.StartAsync("telnet", server.Port, device: Traits);
        await world.KeepAsync(new { name = "switch", kind = "password", user = "admin", devices = new[] { "core1" }, password = Password });
        await using var page = await world.PageAsync("telnet", null, Kept);
        string shown = await page.ExpectAsync("let in");
        Assert.Contains(Password, shown, StringComparison.Ordinal);
        Assert.Equal(0, page.Terminal.Input);
    }

    private static string Script(string text) =>
        text.Replace("HASH", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Password))), StringComparison.Ordinal);
}
