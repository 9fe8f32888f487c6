using Gateway.Access.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Harness;

/// <summary>A node's file of records, without the node.</summary>
internal sealed class RecordShelf : IDisposable
{
    private readonly RecordFile _file;

    public RecordShelf(string path, TimeProvider? time = null, ILogger<RecordFile>? logger = null)
    {
        _file = new RecordFile(new RecordOptions(path), time ?? TimeProvider.System, logger ?? NullLogger<RecordFile>.Instance);
        Copies = new RecordCopies(_file, time ?? TimeProvider.System, NullLogger<RecordCopies>.Instance);
        Records = new LocalRecords(Copies, time ?? TimeProvider.System);
    }

    public RecordCopies Copies { get; }

    public LocalRecords Records { get; }

    public void Dispose()
    {
        Copies.Dispose();
        _file.Dispose();
    }
}
