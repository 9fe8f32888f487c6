using System.Globalization;

namespace Gateway.Access.Audit;

/// <summary>An entry that waits to be written.</summary>
internal sealed class AuditPending(AuditEntry entry, DateTimeOffset at, TaskCompletionSource<bool>? done)
{
    private const int Waits = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private int _state;

    public AuditEntry Entry => entry;

    /// <summary>When it happened.</summary>
    public DateTimeOffset At => at;

    /// <summary>Answers whoever waits for it.</summary>
    public TaskCompletionSource<bool>? Done => done;

    /// <summary>The number it was given; 0 while it has none, or lost it again because it was not written after all.</summary>
    public long Number { get; set; }

    /// <summary>Whether it is to be written now. Not if nobody wants it any more, or it was written before the rest failed.</summary>
    public bool Take() => Interlocked.CompareExchange(ref _state, Taken, Waits) != Withdrawn && Number == 0;

    /// <summary>Nobody wants it any more. Too late once it was taken.</summary>
    public void Withdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waits);
}

/// <summary>Counts what could not even wait.</summary>
internal sealed class AuditLoss
{
    private readonly Lock _lock = new();
    private long _count;
    private DateTimeOffset _first, _last;

    /// <summary>Entries that are lost and not noted.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts one more.</summary>
    public void Add(DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_count++ == 0) _first = at;
            _last = at;
        }
    }

    /// <summary>How many there are, and what is to be said about them.</summary>
    public (long Count, string Words) Read()
    {
        lock (_lock) return (_count, string.Create(CultureInfo.InvariantCulture, $"lost: {_count} entries between {Stamp(_first)} and {Stamp(_last)}"));
    }

    /// <summary>So many have been noted.</summary>
    public void Forget(long count)
    {
        lock (_lock)
        {
            _count -= count;
            _first = _last;
        }
    }

    /// <summary>What is said where nothing is missing.</summary>
    public static string Words(DateTimeOffset first, DateTimeOffset last) => $"lost: 0 entries, but none could be written between {Stamp(first)} and {Stamp(last)}";

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
