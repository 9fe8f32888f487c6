using System.Diagnostics;

namespace Gateway.Credentials;

/// <summary>
/// An ssh-agent(1) of its own for one key, at a socket in a private folder. The key comes in over a pipe and is on no disk;
/// should the gateway be killed, the agent forgets it by itself.
/// </summary>
internal sealed class PrivateAgent : IAsyncDisposable
{
    private readonly CredentialOptions _options;
    private readonly Process _process;
    private int _ended;

    private PrivateAgent(CredentialOptions options, Process process, string socket) => (_options, _process, Socket) = (options, process, socket);

    /// <summary>Absolute path of its socket.</summary>
    public string Socket { get; }

    /// <summary>Starts one.</summary>
    /// <exception cref="CredentialException">It could not be started.</exception>
    public static async Task<PrivateAgent> StartAsync(CredentialOptions options)
    {
        string socket = PrivateFolder.NewPath(options.Folder);
        var process = SshTool.Start("ssh-agent", ["-D", "-a", socket], []);
        var agent = new PrivateAgent(options, process, socket);
        try
        {
            // It tells its socket once it listens there.
            if (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)) is null) throw new CredentialException($"ssh-agent failed: {(await process.StandardError.ReadToEndAsync()).Trim()}");
            return agent;
        }
        catch (Exception exception)
        {
            await agent.DisposeAsync();
            if (exception is TimeoutException) throw new CredentialException("ssh-agent did not start in time.", exception);
            throw;
        }
    }

    /// <summary>Gives it a key that somebody gave the gateway, in turn.</summary>
    /// <exception cref="CredentialException">The key cannot be read, its passphrase is wrong, or too many others are read.</exception>
    public Task AddInTurnAsync(Secret key, CancellationToken cancellation) => _options.Turns.TakeAsync(async () =>
    {
        await AddAsync(key, cancellation);
        return true;
    }, cancellation);

    /// <summary>Gives it a key that the gateway has made, which is read quickly.</summary>
    /// <exception cref="CredentialException">The key cannot be read, or its passphrase is wrong.</exception>
    public async Task AddAsync(Secret key, CancellationToken cancellation = default)
    {
        // ssh-add wants a whole last line.
        byte[] text = GC.AllocateUninitializedArray<byte>(key.Main.Length + 1, pinned: true);
        key.Main.CopyTo(text);
        text[^1] = (byte)'\n';
        using var attached = new ProcessWaiter();
        var prompts = new PassphrasePrompts(key.Passphrase);
        await using var door = key.Passphrase.IsEmpty ? null : new AskpassDoor(PrivateFolder.NewPath(_options.Folder), prompts.Answer, attached.Process);
        try
        {
            await SshTool.RunAsync("ssh-add", ["-q", "-t", ((int)_options.Longest.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture), "-"], text,
                [("SSH_AUTH_SOCK", Socket), .. Askpass(door)], attached.Set, cancellation);
        }
        catch (CredentialException exception)
        {
            throw new CredentialException(prompts.WasRefused ? "The passphrase does not open the private key." : key.Passphrase.IsEmpty ? "The private key cannot be read, or needs a passphrase." : "The private key cannot be read.", exception);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The public line of the key that it holds, without comment.</summary>
    /// <exception cref="CredentialException">It holds none.</exception>
    public async Task<string> PublicKeyAsync()
    {
        string[] words = (await SshTool.RunAsync("ssh-add", ["-L"], environment: [("SSH_AUTH_SOCK", Socket)])).Trim().Split(' ');
        return words.Length >= 2 ? $"{words[0]} {words[1]}" : throw new CredentialException("The private key cannot be read.");
    }

    /// <summary>Ends it, and the key with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(Socket);
    }

    // Without a passphrase nobody is to be asked for one, least of all at a terminal that the gateway was started from.
    private IEnumerable<(string, string)> Askpass(AskpassDoor? door)
    {
        yield return ("SSH_ASKPASS_REQUIRE", "force");
        yield return ("SSH_ASKPASS", door is null ? "/bin/false" : _options.Program);
        if (door is null) yield break;
        yield return (Methods.SshMethod.AskpassSocket, door.Path);
        if (_options.Runtime is { } runtime) yield return ("DOTNET_ROOT", runtime);
    }
}
