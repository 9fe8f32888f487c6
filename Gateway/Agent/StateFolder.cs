using System.Text.Json;

namespace Gateway.Agent;

/// <summary>The folder that an agent keeps its key, settings and log in, for its account's eyes only.</summary>
/// <param name="path">Its path.</param>
internal sealed class StateFolder(string path)
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder if nothing else is said: a system's for root, a person's for everybody else.</summary>
    public static string Usual()
    {
        if (Environment.IsPrivilegedProcess) return "/var/lib/gateway-agent";
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return Path.Combine(string.IsNullOrEmpty(state) ? Path.Combine(home, ".local", "state") : state, "gateway-agent");
    }

    public string KeyFile => Path.Combine(path, "agent.key");

    public string LogFile => Path.Combine(path, "agent.log");

    /// <summary>The socket that a running agent is asked through.</summary>
    public string Door => Path.Combine(path, "agent.sock");

    private string SettingsFile => Path.Combine(path, "agent.json");

    private string StoppedMark => Path.Combine(path, "stopped");

    private string LockFile => Path.Combine(path, "agent.lock");

    /// <summary>Makes it if it is not there.</summary>
    /// <exception cref="AgentException">It cannot be made.</exception>
    public void Create() => Try(() => Directory.CreateDirectory(path, Mine | UnixFileMode.UserExecute));

    /// <summary>Holds it for one running agent until the result is disposed.</summary>
    /// <exception cref="AgentException">Another one runs, or it may not be written to.</exception>
    public IDisposable Hold()
    {
        Create();
        try
        {
            return new FileStream(LockFile, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = Mine });
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            throw new AgentException($"{path}: another agent runs with this folder ({exception.Message})", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Refused(exception);
        }
    }

    /// <summary>The settings that were kept; what they are without if there are none.</summary>
    /// <exception cref="AgentException">They cannot be read.</exception>
    public AgentSettings Read()
    {
        try
        {
            return !File.Exists(SettingsFile) ? new AgentSettings() : JsonSerializer.Deserialize(File.ReadAllText(SettingsFile), AgentSettingsJson.Default.AgentSettings) ?? new AgentSettings();
        }
        catch (JsonException exception)
        {
            throw new AgentException($"{SettingsFile} cannot be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused(exception);
        }
    }

    /// <summary>Keeps settings. The file stays the same one, and so its owner's: root may enrol for a service's account.</summary>
    /// <exception cref="AgentException">They cannot be written.</exception>
    public void Write(AgentSettings settings) => Try(() => Write(SettingsFile, FileMode.Create, JsonSerializer.Serialize(settings, AgentSettingsJson.Default.AgentSettings) + "\n"));

    /// <summary>Writes a secret that is not there yet.</summary>
    /// <exception cref="AgentException">It cannot be written.</exception>
    public void WriteNew(string file, string text) => Try(() => Write(file, FileMode.CreateNew, text));

    /// <summary>Whether it is to stay away, also after a restart.</summary>
    /// <exception cref="AgentException">That cannot be kept.</exception>
    public bool Stopped
    {
        get => File.Exists(StoppedMark);
        set => Try(() =>
        {
            if (value) Write(StoppedMark, FileMode.Create, "");
            else File.Delete(StoppedMark);
        });
    }

    private static void Write(string file, FileMode mode, string text)
    {
        using var writer = new StreamWriter(file, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = Mine });
        writer.Write(text);
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused(exception);
        }
    }

    private AgentException Refused(Exception exception) => new($"{exception.Message} The state folder is {path} (--state); it belongs to the agent's account.", exception);
}
