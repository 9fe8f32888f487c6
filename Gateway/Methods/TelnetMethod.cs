using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>
/// GNU inetutils' telnet client. <c>-E</c> takes away the escape character, which would otherwise hand every visitor
/// a shell on the gateway (<c>^]</c> then <c>!</c>); <c>-c</c> keeps it from reading a <c>.telnetrc</c>.
/// </summary>
public sealed class TelnetMethod : Method
{
    /// <summary>Makes the method from checked settings.</summary>
    /// <exception cref="ArgumentException">The domain or the client's path could not be handed over safely.</exception>
    public TelnetMethod(MethodOptions options) : base(options, options.TelnetPath ?? throw new ArgumentException("telnet is switched off.", nameof(options)))
    {
    }

    /// <inheritdoc/>
    public override string Name => "telnet";

    /// <inheritdoc/>
    public override Outcome Explain(RemoteRequest request, int? exitCode, string? signal, string tail) =>
        TelnetOutcome.From(HostOf(request), request.Port, exitCode, signal, tail);

    /// <inheritdoc/>
    public override Waypoint? BehindRelay(RemoteRequest request) => request.Target.Signals ? new Waypoint(ConnectHostOf(request), request.Target.ConnectPort) : null;

    // telnet keeps flow control to itself unless the far end asks for LFLOW (RFC 1372), so Ctrl-S would freeze the
    // gateway's end and never reach the device. ssh hands the keys on, and the far end decides.
    private protected override bool FlowCharacters => false;

    // What inetutils 2.4 puts on the wire for what is typed, measured (RFC 854, "The NVT printer"; RFC 1123, 3.3.1):
    //
    //   typed        by lines    by characters, and LINEMODE    binary (RFC 856)
    //   CR           CR LF       CR NUL                         CR
    //   LF           CR LF       LF                             LF
    //   CR LF        CR LF twice CR NUL LF                      CR LF
    //   CR NUL       CR LF       CR NUL NUL                     CR NUL
    //   0xFF         IAC IAC     IAC IAC                        IAC IAC
    //
    // All other bytes above 0x7F go as they are. -8 changes nothing until the device has agreed to be binary. So a bare CR,
    // or CR LF, reaches a device that is told characters one by one only if the device asks for binary itself.
    private protected override ImmutableArray<string> Arguments(RemoteRequest request)
    {
        if (request.Target.Jump is not null) throw new ArgumentException("telnet has no way through a jump host.", nameof(request));
        var (host, port) = request.Relay is { } relay ? ("127.0.0.1", relay) : (ConnectHostOf(request), request.Target.ConnectPort);
        return ["-E", "-c", "-l", request.User, "--", host, Number(port)];
    }
}
