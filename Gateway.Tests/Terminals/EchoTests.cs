using System.Collections.Immutable;
using Gateway.Methods;
using Gateway.Tests.Harness;
using Gateway.Terminals;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class EchoTests
{
    // A short piece was held back as part of a stream for as long as earlier output was unacknowledged.
    [Fact]
    public async Task A_short_piece_is_shown_at_once_however_much_is_unacknowledged()
    {
        var command = new CommandLine("/bin/sh", ["-c", "printf x; exec sleep 30"], ImmutableDictionary<string, string>.Empty.Add("PATH", "/usr/bin:/bin"), "/");
        using var pty = Pty.Spawn(command, new TerminalSize(80, 24));
        var log = new OutputLog(1024 * 1024);
        var published = new List<long>();
        var pump = new OutputPump(pty, log, new FlowGate(1024 * 1024, 1024, () => 64 * 1024), () =>
        {
            published.Add(log.End);
            return 64 * 1024;
        }, new EchoClock(TimeProvider.System, _ => { }));
        var running = pump.RunAsync();
        await Wait.UntilAsync(() => Task.FromResult(log.End == 1), () => "the echo to be shown");
        Assert.Empty(published); // nobody asked how far behind the viewer is: the piece was short
        pty.Kill();
        await running.WaitAsync(HubClient.Patience);
    }
}
