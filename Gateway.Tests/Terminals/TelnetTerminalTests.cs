using System.Text;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class TelnetTerminalTests
{
    // Every byte, invalid UTF-8 among it, a NUL, 0xFF (telnet's own IAC) and CR in all company, then a very long line.
    private static readonly byte[] Everything = [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. "\r\n\r\0\n\r"u8, .. "日本語é😀"u8, .. Enumerable.Repeat((byte)'x', 100_000)];

    [Fact]
    public async Task Every_byte_of_the_device_reaches_the_page_over_telnet()
    {
        using var scratch = new Scratch();
        string file = scratch.PathOf("bytes");
        File.WriteAllBytes(file, Everything);
        // telnetd proposes binary for a raw terminal and doubles CR as text until that is answered, where the client takes it for binary already.
        await using var server = await TelnetServer.StartAsync($"stty raw -echo; printf READY; head -c 1 >/dev/null; printf BEGIN; cat {file}; printf END; exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync([server.Port]);
        await using var page = await gateway.OpenAsync("telnet", "ops", server.Port);
        await page.ExpectAsync("READY");
        await page.TypeAsync("x"); // comes behind the answer
        await page.ExpectAsync("END");
        string text = page.Text[(page.Text.IndexOf("BEGIN", StringComparison.Ordinal) + 5)..^3];
        Assert.Equal(Convert.ToHexString(Everything), Convert.ToHexString(Encoding.Latin1.GetBytes(text)));
    }

    [Fact]
    public async Task Every_byte_that_is_typed_reaches_the_device_over_telnet()
    {
        using var scratch = new Scratch();
        string file = scratch.PathOf("bytes");
        byte[] typed = [.. Enumerable.Range(1, 255).Select(value => (byte)value).Where(value => value is not 10 and not 13), .. "日本語é😀"u8, .. Enumerable.Repeat((byte)'x', 50_000)];
        await using var server = await TelnetServer.StartAsync($"stty raw -echo; printf READY; head -c {typed.Length} >{file}; printf GOT; exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync([server.Port]);
        await using var page = await gateway.OpenAsync("telnet", "ops", server.Port);
        await page.ExpectAsync("READY");
        foreach (byte[] piece in typed.Chunk(16 * 1024)) await page.TypeAsync(piece); // Ctrl-S and Ctrl-Q among them
        await page.ExpectAsync("GOT");
        Assert.Equal(Convert.ToHexString(typed), Convert.ToHexString(File.ReadAllBytes(file)));
    }
}
