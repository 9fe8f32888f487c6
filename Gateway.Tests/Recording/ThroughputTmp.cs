using System.Diagnostics;
using System.Text;
using Gateway.Recording;
using Xunit;
using Xunit.Abstractions;

namespace Gateway.Tests.Recording;

public sealed class ThroughputTmp(ITestOutputHelper output)
{
    [Fact]
    public async Task Speed()
    {
        await using var world = new RecordingWorld();
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and then it goes on and on and on.\r\n", 800)));
        byte[] colours = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\e[32mgreen\e[0m größer € \"quoted\" text\r\n", 1500)));
        foreach (var (name, bytes) in new[] { ("text", text), ("colours", colours) })
            for (int run = 0; run < 3; run++)
            {
                var clock = Stopwatch.StartNew();
                var cpu = Process.GetCurrentProcess().TotalProcessorTime;
                long total = 0;
                world.Write(writer =>
                {
                    while (total < 400_000_000)
                    {
                        writer.Output(bytes, total / 200_000);
                        if (writer.Waiting >= 64 * 1024) writer.Flush();
                        total += bytes.Length;
                    }
                });
                output.WriteLine($"{name}: {total / clock.Elapsed.TotalSeconds / 1e6:0} MB/s, {total / (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / 1e6:0} MB per CPU second");
            }
    }
}
