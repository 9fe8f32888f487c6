using System.Globalization;

namespace Gateway.Tests.Harness;

/// <summary>
/// A real GNU telnetd behind socat on a free port of 127.0.0.1. Instead of login(1) it runs a plain <c>sh</c> with the
/// prompt <c>$ </c>, or the command that is asked for.
/// </summary>
internal sealed class TelnetServer : IAsyncDisposable
{
    public const string Shell = "exec /usr/bin/env -i PATH=/usr/bin:/bin:/usr/sbin TERM=\"$TERM\" LINK_USER=\"$USER\" PS1='$ ' LANG=C.UTF-8 /bin/sh -i";

    private readonly Scratch _scratch;
    private readonly Tool _socat;

    private TelnetServer(Scratch scratch, Tool socat, int port) => (_scratch, _socat, Port) = (scratch, socat, port);

    public int Port { get; }

    public static async Task<TelnetServer> StartAsync(string command = Shell)
    {
        var scratch = new Scratch();
        string run = scratch.Write("run", $"#!/bin/sh\n{command}\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        int port = Ports.Free();
        // "nofork": telnetd asks its standard input for the peer's address, so that has to be the socket itself.
        var socat = Tool.Start("/usr/bin/socat",
            [$"TCP-LISTEN:{port.ToString(CultureInfo.InvariantCulture)},bind=127.0.0.1,reuseaddr,fork", $"EXEC:/usr/sbin/telnetd -h -E {run},nofork"]);
        await socat.ListensAsync(port);
        return new TelnetServer(scratch, socat, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _socat.DisposeAsync();
        _scratch.Dispose();
    }
}
