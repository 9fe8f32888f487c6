using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>
/// Signs people in to devices with what is kept for them. In three steps: <see cref="FindUserAsync"/> says which user of the
/// device it would be, before the policy decides about that user; <see cref="PrepareAsync"/> readies the sign-in before the
/// client starts; <c>Web.Credentials.TerminalSignIns.Attach</c> hands it to the opened terminal.
/// </summary>
public sealed class SignInDelivery : IDisposable
{
    /// <summary>Longest password for once, in characters.</summary>
    public const int LongestPassword = 1024;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly CredentialStore _store;
    private readonly CredentialOptions _options;
    private readonly MethodCatalog _methods;
    private readonly AuditLog _audit;
    private readonly IRecords _records;
    private readonly TimeProvider _time;
    private volatile IReadOnlyList<Credential> _known = [];
    private long? _looked;
    private int _looking;
    private volatile bool _isOld = true;

    /// <summary>Begins to hear of changes.</summary>
    public SignInDelivery(CredentialStore store, CredentialOptions options, MethodCatalog methods, AuditLog audit, IRecords records, TimeProvider time)
    {
        (_store, _options, _methods, _audit, _records, _time) = (store, options, methods, audit, records, time);
        _records.Changed += Hear;
    }

    /// <summary>Whether anything is kept or read here at all.</summary>
    public bool IsOn => _store.IsOn;

    /// <summary>
    /// The user of the credential that would sign in where no user was given. It reads no secret and refuses nothing: the
    /// policy is to decide about this user as about a typed one.
    /// </summary>
    /// <param name="caller">Who.</param>
    /// <param name="device">The device; null for a port that no device has.</param>
    /// <param name="choice">With whose credential.</param>
    /// <returns>The credential's user; null if there is no credential, or it is for any user, or the store cannot be read: then the device's default user counts, else the person's name.</returns>
    public async Task<string?> FindUserAsync(Caller caller, Device? device, CredentialChoice choice)
    {
        if (!IsOn || choice == CredentialChoice.Custom) return null;
        try
        {
            return CredentialFit.Fitting(await OfAsync(caller, choice), caller, device, choice, null).FirstOrDefault()?.User is { Length: > 0 } user ? user : null;
        }
        catch (CredentialException)
        {
            return null; // which is said when it is to be delivered
        }
    }

    /// <summary>What is kept for a caller, to be asked about devices. A change shows within seconds; nothing until <see cref="RefreshAsync"/> was done once.</summary>
    public KeptCredentials KeptFor(Caller caller)
    {
        if (IsOn && (_looked is not { } looked || _time.GetElapsedTime(looked) > Fresh)) _ = RefreshAsync();
        return new KeptCredentials(IsOn ? _known : [], caller);
    }

    /// <summary>The same as <see cref="RefreshAsync"/>, but only where something was changed since the last time, or that is seconds ago.</summary>
    public Task RefreshIfOldAsync() => _isOld || _looked is not { } looked || _time.GetElapsedTime(looked) > Fresh ? RefreshAsync() : Task.CompletedTask;

    /// <summary>Brings what <see cref="KeptFor"/> knows up to date. Leaves it as it is if the store cannot be read.</summary>
    public async Task RefreshAsync()
    {
        if (!IsOn || Interlocked.Exchange(ref _looking, 1) == 1) return;
        try
        {
            _looked = _time.GetTimestamp();
            _isOld = false; // before it is read: what is changed meanwhile is read again
            _known = await _store.ListAsync(null);
        }
        catch (CredentialException)
        {
            // It is looked at again in a moment.
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    /// <summary>Readies a sign-in that the policy has allowed. Never throws for what may happen; the result says it.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<DeliveryResult> PrepareAsync(DeliveryRequest request, CancellationToken cancellation)
    {
        var (device, remote, choice) = (request.Device, request.Request, request.Choice);
        SignInSession? session = null;
        try
        {
            TelnetPrompts? telnet = null;
            if (remote.Method is not SshMethod)
            {
                telnet = TelnetPrompts.Of(device?.Terminal, remote.User)
                    ?? throw new CredentialException("The inventory says nothing of how this device asks for user and password by telnet.");
            }
            var kept = choice == CredentialChoice.Custom ? null : await ChooseAsync(request, telnet is not null);
            // A password goes to whoever answers; a key proves itself to the device and stays here.
            if (kept is { Kind: CredentialKind.Password } && telnet is null && await KeepsFromAsync(remote, cancellation) is { } unknown)
            {
                Failed(request, kept.Name, unknown);
                return new DeliveryResult(remote, null, null, unknown);
            }
            var (name, kind, secret) = kept is null ? ("from the form", CredentialKind.Password, Typed(request)) : (kept.Name, kept.Kind, await OpenAsync(kept));
            session = new SignInSession(request.Caller, remote, _audit, name, kind, secret) { Telnet = telnet };
            if (telnet is not null) return new DeliveryResult(remote, session);
            var signIn = kind switch
            {
                CredentialKind.Password => WithPassword(session, remote, secret!, mustBeKnown: kept is not null),
                CredentialKind.Key => await WithKeyAsync(session, secret!, cancellation),
                CredentialKind.Certificate => await WithCertificateAsync(session, request.Caller, remote),
                var other => throw new InvalidOperationException($"Nothing signs in with {other}."),
            };
            return new DeliveryResult(remote with { SignIn = signIn }, session);
        }
        catch (Exception exception) when (exception is not CredentialException)
        {
            if (session is not null) await session.DisposeAsync();
            throw;
        }
        catch (CredentialException exception)
        {
            if (session is not null) await session.DisposeAsync();
            Failed(request, session?.Credential, exception.Message);
            return request.IsExplicit ? new DeliveryResult(remote, null, exception.Message) : new DeliveryResult(remote, null, null, $"{exception.Message} Sign in by hand.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _records.Changed -= Hear;

    private async Task<Credential> ChooseAsync(DeliveryRequest request, bool passwordOnly)
    {
        if (!IsOn) throw new CredentialException("No credentials are kept here: no master key and no Vault is configured.");
        string user = request.Request.User;
        var fitting = CredentialFit.Fitting(await OfAsync(request.Caller, request.Choice), request.Caller, request.Device, request.Choice, user);
        if (passwordOnly) fitting = fitting.Where(one => one.Kind == CredentialKind.Password);
        return fitting.FirstOrDefault()
            ?? throw new CredentialException(request.Choice == CredentialChoice.Mine ? $"You keep no credential for {user} on this device." : $"No credential is kept for {user} on this device.");
    }

    private static Secret Typed(DeliveryRequest request) =>
        request.CustomPassword is { Length: > 0 and <= LongestPassword } typed && !typed.Any(char.IsControl) ? Secret.From(typed)
            : throw new CredentialException($"A password has 1 to {LongestPassword} characters, none of them a control character.");

    private async Task<Secret?> OpenAsync(Credential kept)
    {
        var opened = await _store.OpenAsync(kept);
        if (kept.Kind != CredentialKind.Certificate) return opened;
        opened.Dispose(); // it opened: this is what was kept, for these devices and users
        return null;
    }

    // Why a kept password is not sent there, and has to be typed; null if it may be sent. Where only known keys are let in
    // ssh stops by itself, before it asks for anything.
    private async Task<string?> KeepsFromAsync(RemoteRequest remote, CancellationToken cancellation) => (remote.Target.HostKeys ?? _methods.Options.HostKeys) switch
    {
        HostKeyPolicy.Bypass => throw new CredentialException("A kept password is not sent to a device whose host key is not checked (ssh.hostKeys: bypass)."),
        HostKeyPolicy.Strict => null,
        _ when await HostKeyRecord.HasAsync(_methods.Options.KnownHostsFile, SshMethod.HostKeyName(_methods.Options.Domain, remote.Target), cancellation) => null,
        _ => "The gateway sees this device for the first time: it has no host key of it on record, and a kept password is not sent to whoever answers there. Sign in by hand this once, if the device is the right one; or have an administrator import its key.",
    };

    private void Failed(DeliveryRequest request, string? credential, string reason) => _audit.Write(AuditEntry.By(request.Caller, AuditEvent.CredentialFailed) with
    {
        Target = credential, Method = request.Request.Method.Name, User = request.Request.User, Port = request.Request.Port, Reason = reason,
    });

    private Task<IReadOnlyList<Credential>> OfAsync(Caller caller, CredentialChoice choice) => choice == CredentialChoice.Mine
        ? caller.Person is { } person ? _store.ListAsync(person.Id) : Task.FromResult<IReadOnlyList<Credential>>([])
        : _store.ListAsync("");

    private AutomaticSignIn WithPassword(SignInSession session, RemoteRequest remote, Secret secret, bool mustBeKnown)
    {
        // ssh names the place by the host key's alias (sshconnect2.c, userauth_passwd).
        string place = SshMethod.HostKeyName(_methods.Options.Domain, remote.Target);
        var prompts = new PasswordPrompts(remote.User, place, secret.Main, SignInSession.Refusal(CredentialKind.Password, session.Credential));
        var door = new AskpassDoor(PrivateFolder.NewPath(_options.Folder), prompts.Answer, session.Client);
        session.Answer(prompts);
        session.Hold(door);
        return new AutomaticSignIn(_options.Program, door.Path, null, null) { Runtime = _options.Runtime, MustBeKnown = mustBeKnown };
    }

    private async Task<AutomaticSignIn> WithKeyAsync(SignInSession session, Secret secret, CancellationToken cancellation)
    {
        var agent = await PrivateAgent.StartAsync(_options);
        session.Hold(agent);
        await agent.AddInTurnAsync(secret, cancellation);
        return new AutomaticSignIn(null, null, agent.Socket, null);
    }

    private async Task<AutomaticSignIn> WithCertificateAsync(SignInSession session, Caller caller, RemoteRequest remote)
    {
        var authority = (await _store.ListAsync("")).FirstOrDefault(one => one.Kind == CredentialKind.Authority) ?? throw new CredentialException("The gateway has no authority for certificates (gateway key ca).");
        var (key, publicKey) = KeyMaker.ForOnce();
        using (key)
        {
            string certificate;
            // In an agent of its own: the client that signs in never comes near the authority's key.
            var signer = await PrivateAgent.StartAsync(_options);
            await using (signer)
            {
                using (var secret = await _store.OpenAsync(authority)) await signer.AddAsync(secret);
                certificate = await KeyMaker.CertifyAsync(_options.Folder, authority.PublicKey, signer.Socket, publicKey, caller.Person?.Name ?? "visitor", remote.User);
            }
            session.HoldFile(certificate);
            var agent = await PrivateAgent.StartAsync(_options);
            session.Hold(agent);
            await agent.AddAsync(key);
            return new AutomaticSignIn(null, null, agent.Socket, certificate);
        }
    }

    private void Hear(RecordKind kind, string id)
    {
        if (kind != RecordKind.Credential) return;
        _isOld = true;
        _ = RefreshAsync();
    }
}
