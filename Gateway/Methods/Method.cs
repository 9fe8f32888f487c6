using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>A way to reach a port of the domain.</summary>
public abstract class Method
{
    private protected Method(MethodOptions options, string program)
    {
        // The configuration has been checked already. This room trusts nobody all the same: a destination that
        // ssh reads as an option, a user or a URI would be another host.
        if (!IsHost(options.Domain)) throw new ArgumentException($"'{options.Domain}' is not a host name or an IP address.", nameof(options));
        if (!Path.IsPathFullyQualified(program))
            throw new ArgumentException($"The client '{program}' is not an absolute path.", nameof(options));
        Options = options;
        Program = program;
    }

    /// <summary>The method's name in a link.</summary>
    public abstract string Name { get; }

    private protected MethodOptions Options { get; }

    private protected string Program { get; }

    /// <summary>The locked command line for one terminal.</summary>
    /// <exception cref="ArgumentException">The request is of another method, or its target could not be handed over safely.</exception>
    public CommandLine Build(RemoteRequest request)
    {
        if (request.Method != this) throw new ArgumentException("The request is of another method.", nameof(request));
        var target = request.Target;
        foreach (string? address in new[] { target.Address, target.Pinned })
            if (address is not null && !IsHost(address)) throw new ArgumentException($"'{address}' is not a host name or an IP address.", nameof(request));
        if (target.DialsIn && target.PinnedPort is null) throw new ArgumentException("Where the device is that dials in was not found yet.", nameof(request));
        if (target.ConnectPort is < 1 or > 65535) throw new ArgumentException($"'{target.ConnectPort}' is not a port.", nameof(request));
        if (target.Address is not null && target.Device is not { Length: > 0 }) throw new ArgumentException("Only a device has an address of its own.", nameof(request));
        if (request.Relay is { } relay && (BehindRelay(request) is null || relay is < 1 or > 65535)) throw new ArgumentException("There is no relay on the way to this target.", nameof(request));
        if (target.TerminalType.Length is 0 or > 32 || target.TerminalType.Any(c => !char.IsAsciiLetterOrDigit(c) && !"._+-".Contains(c)))
            throw new ArgumentException($"'{target.TerminalType}' is not a terminal type.", nameof(request));
        return new CommandLine(Program, Arguments(request), Environment(request), Options.Home) { FlowCharacters = FlowCharacters, IsUtf8 = target.Encoding == "utf-8" };
    }

    /// <summary>
    /// Where a relay has to lead that puts signals between what is typed; null where the client connects by itself, since the
    /// target is to get no signals or the method has no way to send them.
    /// </summary>
    public virtual Waypoint? BehindRelay(RemoteRequest request) => null;

    /// <summary>Whether a text is a host name or an IP address that a client cannot take for an option, a user or a URI.</summary>
    public static bool IsHost(string text) =>
        text.Length is > 0 and <= 253 && text[0] != '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || ".-:_".Contains(c));

    /// <summary>Says in words why the client ended.</summary>
    /// <param name="request">What it was started for.</param>
    /// <param name="exitCode">Its exit status, or null if a signal ended it or nobody knows.</param>
    /// <param name="signal">The signal that ended it, or null.</param>
    /// <param name="tail">The last few lines of its output; a device could have written them, so they only choose words.</param>
    public abstract Outcome Explain(RemoteRequest request, int? exitCode, string? signal, string tail);

    private protected virtual bool FlowCharacters => true;

    private protected abstract ImmutableArray<string> Arguments(RemoteRequest request);

    // As people know it.
    private protected string HostOf(RemoteRequest request) => request.Target.Address ?? Options.Domain;

    // As the client is told it.
    private protected string ConnectHostOf(RemoteRequest request) => request.Target.Pinned ?? HostOf(request);

    private protected static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // No DISPLAY, no SSH_AUTH_SOCK, no SSH_ASKPASS, nothing of the gateway's own: a telnet server can ask for any
    // variable by name (RFC 1572 NEW-ENVIRON, CVE-2005-0488).
    private protected virtual ImmutableDictionary<string, string> Environment(RemoteRequest request) => ImmutableDictionary<string, string>.Empty
        .Add("HOME", Options.Home)
        .Add("LANG", "C.UTF-8")
        .Add("PATH", "/usr/bin:/bin")
        .Add("TERM", request.Target.TerminalType);
}
