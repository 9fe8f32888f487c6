namespace Gateway.Access.Identity;

/// <summary>
/// The people of the gateway's own file, which is read again whenever it has changed. One that cannot be used changes
/// nothing: those who were known stay known, and the log says so. Written by <c>gateway user</c> only.
/// </summary>
public sealed partial class PeopleFile(SignInOptions options, TimeProvider time, ILogger<PeopleFile> logger)
{
    private const UnixFileMode Forbidden = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // Two changes in so short a time may leave the same time and size behind.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private volatile Dictionary<string, LocalPerson> _people = [];
    private (DateTime Written, long Length, UnixFileMode Mode) _stamp;
    private bool _isSettled;
    private string _fault = "";

    /// <summary>What is wrong with the file now; empty if nothing is.</summary>
    public string Fault
    {
        get
        {
            Look();
            lock (_lock) return _fault;
        }
    }

    /// <summary>Somebody who may sign in, and since when what he does so with is unchanged; null if there is no such person, or he is disabled.</summary>
    /// <param name="name">The name, in small letters.</param>
    public (Person Person, DateTimeOffset Changed)? Current(string name) => Find(name) is { Disabled: false } found ? (found.Person, found.Changed) : null;

    internal LocalPerson? Find(string name)
    {
        Look();
        return _people.GetValueOrDefault(name);
    }

    private void Look()
    {
        if (options.PeopleFile is not { } path) return;
        lock (_lock)
        {
            try
            {
                var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
                var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length, file.UnixFileMode) : default;
                if (_isSettled && stamp == _stamp) return;
                (_stamp, _isSettled) = (stamp, (time.GetUtcNow().UtcDateTime - stamp.LastWriteTimeUtc).Duration() > Fresh);
                Take(path, Read(file));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PeopleFileException)
            {
                _isSettled = false;
                if (_fault == exception.Message) return;
                _fault = exception.Message;
                Unusable(path, exception.Message, _people.Count);
            }
        }
    }

    private static IReadOnlyList<LocalPerson> Read(FileInfo file)
    {
        if (file.Exists && (file.UnixFileMode & Forbidden) != 0) throw new PeopleFileException($"others may read or change it; run: chmod 640 {file.FullName}");
        if (file.Exists && file.Length > PeopleText.Largest) throw new PeopleFileException($"it is larger than {PeopleText.Largest} bytes");
        return PeopleText.Read(File.ReadAllBytes(file.FullName));
    }

    private void Take(string path, IReadOnlyList<LocalPerson> people)
    {
        bool first = _people.Count == 0, was = _fault.Length > 0;
        var next = people.ToDictionary(person => person.Name);
        bool changed = next.Count != _people.Count || next.Values.Any(person => !_people.TryGetValue(person.Name, out var before) || before.Changed != person.Changed || !before.Groups.SequenceEqual(person.Groups));
        (_people, _fault) = (next, "");
        if (first || was || changed) Taken(path, next.Count);
    }

    [LoggerMessage(1, LogLevel.Information, "The people of {File} are in force: {Count}")]
    private partial void Taken(string file, int count);

    [LoggerMessage(2, LogLevel.Error, "The file of people {File} cannot be used: {Reason}. The {Count} people known before stay known; nobody new is, and nobody is kept out who was not before")]
    private partial void Unusable(string file, string reason, int count);
}
