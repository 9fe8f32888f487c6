using System.Net;
using System.Text.Json.Nodes;
using Gateway.Access.Policies;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Terminals that have to be recorded, and a disk that does not take it.</summary>
public sealed class RequiredRecordingTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task Without_its_recording_a_terminal_neither_opens_nor_goes_on()
    {
        await using var gateway = await TestGateway.StartAsync(world.Server, Recorded("required"));
        var cookies = await gateway.VisitAsync();
        using var browser = gateway.Browser(cookies);
        string block = Block(gateway);
        await using (var hub = await HubClient.ConnectAsync(gateway.Address, cookies))
        {
            var refusal = (await hub.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal!;
            Assert.Equal(("failed", "This terminal has to be recorded, and that is not possible at the moment"), (refusal.Code, refusal.Title));
        }
        Assert.Empty(gateway.Terminals.All());
        var scrape = await Operator.ScrapeAsync(gateway.DataFolder);
        Assert.Equal((1, 1, 0), (scrape["gateway_terminals_refused_total", "reason=\"recording\""], scrape["gateway_recording_failures_total"], scrape["gateway_recordings_active"]));
        Assert.Contains("recording", await browser.GetStringAsync(new Uri("health", UriKind.Relative)), StringComparison.Ordinal);

        File.Delete(block);
        await using var page = await gateway.OpenAsync(cookies);
        Assert.Equal("required", page.Terminal.Recording);
        await page.ExpectAsync("$ ");
        await Wait.UntilAsync(async () => await browser.GetStringAsync(new Uri("health", UriKind.Relative)) == """{"status":"ok","degraded":[]}""", () => "health to be well again");
        Assert.Equal(1, (await Operator.ScrapeAsync(gateway.DataFolder))["gateway_recordings_active"]);
        FillDisk(gateway);
        await page.TypeAsync("head -c 100000 /dev/zero | tr '\\0' x\r");
        var end = await page.ExpectEndAsync();
        Assert.Equal("unrecorded", end.Reason);
        await Wait.UntilAsync(() => Audit(gateway) is var audit && audit.Contains("unrecorded", StringComparison.Ordinal) && Count(audit, "\"recordingFailed\"") == 2, () => $"the end and both failures to be on record: {Audit(gateway)}");
        Assert.Equal(1, Count(Audit(gateway), "\"recordingStarted\""));
    }

    [Fact]
    public async Task Where_it_is_only_wanted_the_terminal_goes_on_and_says_so()
    {
        await using var gateway = await TestGateway.StartAsync(world.Server, Recorded("all"));
        var cookies = await gateway.VisitAsync();
        string block = Block(gateway);
        await using (var unrecorded = await gateway.OpenAsync(cookies)) Assert.Equal("failed", unrecorded.Terminal.Recording);
        File.Delete(block);
        await using var page = await gateway.OpenAsync(cookies);
        Assert.Equal("on", page.Terminal.Recording);
        await page.ExpectAsync("$ ");
        FillDisk(gateway);
        await page.TypeAsync("head -c 100000 /dev/zero | tr '\\0' x; echo do''ne\r");
        await page.ExpectAsync("done");
        Assert.Equal("failed", (await page.ExpectEventAsync("RecordingChanged"))[0].GetString());
        await page.TypeAsync("echo st''ill\r");
        await page.ExpectAsync("still");
        await Wait.UntilAsync(() => Count(Audit(gateway), "\"recordingFailed\"") == 2, () => $"both failures to be on record: {Audit(gateway)}");
        await Wait.UntilAsync(() => gateway.Log.Contains("is not recorded", StringComparison.Ordinal), "the log to say so");
    }

    [Fact]
    public async Task A_policy_that_asks_for_it_later_has_what_was_shown_before_too_or_ends_the_terminal()
    {
        await using var gateway = await world.StartAsync();
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        Assert.Equal("", page.Terminal.Recording);
        await page.TypeAsync("echo be''fore\r");
        await page.ExpectAsync("before");
        var policy = gateway.Services.GetRequiredService<PolicyInForce>();
        var asks = policy.Current with { Rules = [.. policy.Current.Rules.Select(rule => rule with { Recorded = true })] };
        policy.Replace(asks);
        Assert.Equal("required", (await page.ExpectEventAsync("RecordingChanged"))[0].GetString());
        using var browser = gateway.Browser(cookies);
        string id = (await browser.RecordingAsync("live")).GetProperty("id").GetString()!;
        await Wait.UntilAsync(async () => (await browser.PlayAsync(id)).Contains("before", StringComparison.Ordinal), () => "what was shown before");

        policy.Replace(asks with { Rules = [.. asks.Rules.Select(rule => rule with { Recorded = false })] });
        await using var other = await PeopleWorld.OpenAsync(gateway, cookies);
        Block(gateway);
        policy.Replace(asks);
        Assert.Equal("unrecorded", (await other.ExpectEndAsync()).Reason);
        await page.TypeAsync("echo af''ter\r"); // its own goes on
        await page.ExpectAsync("after");
    }

    private static Action<JsonObject> Recorded(string terminals) => file => file["recording"] = new JsonObject { ["terminals"] = terminals, ["segmentSize"] = 65536 };

    // A file where the folder of this year should be: that no folder can be made is so for every account.
    private static string Block(TestGateway gateway)
    {
        string year = Path.Combine(gateway.DataFolder, "recordings", DateTime.UtcNow.ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture));
        if (Directory.Exists(year)) Directory.Move(year, year + ".away");
        Directory.CreateDirectory(Path.GetDirectoryName(year)!);
        File.WriteAllText(year, "");
        return year;
    }

    // The kernel's own full disk in the place of the next segment.
    private static void FillDisk(TestGateway gateway)
    {
        string first = Assert.Single(Directory.GetFiles(Path.Combine(gateway.DataFolder, "recordings"), "000001.cast", SearchOption.AllDirectories));
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(first)!, "000002.cast"), "/dev/full");
    }

    private static string Audit(TestGateway gateway)
    {
        using var reader = new StreamReader(new FileStream(Path.Combine(gateway.DataFolder, "audit", "audit.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static int Count(string text, string words) => text.Split(words).Length - 1;
}
