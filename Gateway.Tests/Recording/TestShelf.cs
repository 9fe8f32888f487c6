using Gateway.Recording;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Recording;

/// <summary>A folder of recordings that were written by the gateway's own writer, without any terminal.</summary>
internal sealed class TestShelf : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingKey _key;
    private readonly RecordingStorage _storage;
    private int _made;

    public TestShelf()
    {
        Options = new RecordingOptions { Folder = _scratch.PathOf("recordings"), KeyFile = _scratch.PathOf("recording.pem"), Node = "test" };
        Directory.CreateDirectory(Options.Folder);
        _key = RecordingKey.OpenOrCreate(Options.KeyFile);
        Shelf = new RecordingShelf(_storage = new RecordingStorage(Options, TimeProvider.System));
        Index = RecordingIndex.Open(IndexFile, Shelf, NullLoggerFactory.Instance);
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public RecordingOptions Options { get; }

    public RecordingShelf Shelf { get; }

    public RecordingIndex Index { get; }

    public string IndexFile => _scratch.PathOf("recordings.db");

    public string Folder => _scratch.Folder;

    /// <summary>Begins one, an hour after the one before.</summary>
    public TestRecording Begin(string owner = "local:alice", int port = 6022, int columns = 80, int rows = 24, string method = "ssh", int segmentSize = 4096)
    {
        var begun = new ChainBegun
        {
            Id = RecordingPath.NewId(), Owner = owner, Name = "", Method = method, User = "admin", Port = port, Domain = "devices.example", Node = Options.Node,
            Started = Start.AddHours(_made++), Columns = columns, Rows = rows, Required = false,
        };
        string folder = Path.Combine(Options.Folder, RecordingPath.Place(begun.Started, begun.Id));
        return new TestRecording(begun, folder, new RecordingWriter(folder, Options with { SegmentSize = segmentSize }, _key, begun, new CastBuffer()));
    }

    /// <summary>Takes all in, and says what is found.</summary>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(string words, RecordingVisibility? visibility = null, string? recording = null)
    {
        await Index.UpdateAsync(null);
        return (await Index.SearchAsync(new RecordingFilter { Words = words, Recording = recording }, visibility ?? RecordingVisibility.All, null, 200)).Hits;
    }

    public void Dispose()
    {
        _storage.Dispose();
        _key.Dispose();
        _scratch.Dispose();
    }
}
