using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>
/// One automatic sign-in, from before the client starts until its terminal has ended. Holds secrets as long as they are
/// needed to sign in; says none of them.
/// </summary>
public sealed class SignInSession : IAsyncDisposable
{
    private readonly Caller _caller;
    private readonly RemoteRequest _request;
    private readonly AuditLog _audit;
    private readonly ProcessWaiter _client = new();
    private readonly List<IAsyncDisposable> _held = [];
    private readonly List<string> _files = [];
    private readonly Lock _lock = new();
    private Secret? _secret;
    private PasswordPrompts? _prompts;
    private bool _hasSignedIn;
    private bool _isByHand;

    internal SignInSession(Caller caller, RemoteRequest request, AuditLog audit, string credential, CredentialKind kind, Secret? secret) =>
        (_caller, _request, _audit, Credential, Kind, _secret) = (caller, request, audit, credential, kind, secret);

    /// <summary>Name of the credential, for people.</summary>
    public string Credential { get; }

    /// <summary>What signs in.</summary>
    public CredentialKind Kind { get; }

    /// <summary>How a telnet device asks for a user and a password; null for ssh.</summary>
    public TelnetPrompts? Telnet { get; internal init; }

    /// <summary>What a terminal's client process is.</summary>
    internal Task<int> Client => _client.Process;

    /// <summary>The password and an end of line, for a telnet device, to be cleared by whoever types it; null once it was forgotten.</summary>
    public byte[]? PasswordLine()
    {
        lock (_lock)
        {
            if (_secret is not { } secret) return null;
            HasTyped = true;
            return [.. secret.Main.Span, (byte)'\r'];
        }
    }

    /// <summary>Whether the password was given out to be typed at a telnet device.</summary>
    public bool HasTyped { get; private set; }

    internal void Answer(PasswordPrompts prompts) => _prompts = prompts;

    internal void Hold(IAsyncDisposable part) => _held.Add(part);

    internal void HoldFile(string path) => _files.Add(path);

    /// <summary>Says which client it is for: nobody else is answered. To be called as soon as the terminal is open.</summary>
    /// <param name="terminal">The terminal's id.</param>
    /// <param name="process">Process id of its client.</param>
    public void Attach(string terminal, int process)
    {
        Terminal = terminal;
        _client.Set(process);
        Record(AuditEvent.CredentialUsed, null);
    }

    /// <summary>The terminal it was attached to; null before that.</summary>
    public string? Terminal { get; private set; }

    /// <summary>The device has let the client in: forgets the secrets and ends the agent now. May be called more than once.</summary>
    public async ValueTask SignedInAsync()
    {
        if (_hasSignedIn) return;
        _hasSignedIn = true;
        // The person knew another one.
        if (_prompts is { WasRefused: true }) Refused();
        await ForgetAsync();
    }

    /// <summary>The person, who was told why, signs in by hand: forgets the secrets, and has nothing to say about the end. May be called more than once.</summary>
    public ValueTask LeaveToPersonAsync()
    {
        _isByHand = true;
        return ForgetAsync();
    }

    /// <summary>The end of its terminal, with the step that failed where the automatic sign-in is the reason.</summary>
    public Outcome Explain(Outcome outcome)
    {
        if (_hasSignedIn || _isByHand) return outcome;
        // Nothing says that a telnet device has let somebody in; it has not if it hangs up at once.
        bool hungUp = HasTyped && outcome.Reason == EndReason.Exited;
        if (!hungUp && outcome.Reason != EndReason.Authentication) return outcome;
        string message = Kind switch
        {
            _ when hungUp => $"The device closed the session right after the password that is kept for it (credential {Credential}): it was probably not accepted.",
            CredentialKind.Password when _prompts is { WasSaid: false } => $"The sign-in ended before anybody asked for the password that is kept for this device (credential {Credential}).",
            _ => Refusal(Kind, Credential),
        };
        Record(AuditEvent.CredentialFailed, hungUp ? "the device hung up right after it" : "the device did not accept it");
        return outcome with { Message = message, Hint = "Whoever looks after the credential can replace it; or connect again and sign in by hand." };
    }

    /// <summary>Puts on record that the device did not accept it, where the client goes on all the same.</summary>
    public void Refused() => Record(AuditEvent.CredentialFailed, "the device did not accept it");

    /// <summary>What a person reads where a device did not accept what is kept for it.</summary>
    public static string Refusal(CredentialKind kind, string credential) => kind switch
    {
        CredentialKind.Password => $"The device did not accept the password that is kept for it (credential {credential}).",
        CredentialKind.Key => $"The device did not accept the key that is kept for it (credential {credential}).",
        _ => $"The device did not accept the certificate that the gateway made for it (credential {credential}).",
    };

    /// <summary>Forgets the secrets, ends the agent, removes sockets and files. May be called more than once.</summary>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ForgetAsync();
    }

    private async ValueTask ForgetAsync()
    {
        Secret? secret;
        lock (_lock) (secret, _secret) = (_secret, null);
        // What is being answered now is answered before.
        foreach (var part in _held) await part.DisposeAsync();
        foreach (string file in _files) File.Delete(file);
        secret?.Dispose();
    }

    private void Record(AuditEvent happened, string? reason) => _audit.Write(AuditEntry.By(_caller, happened) with
    {
        Target = Credential, Terminal = Terminal, Method = _request.Method.Name, User = _request.User, Port = _request.Port, Reason = reason,
    });
}
