using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>
/// Keeps the index up with the recordings: those that are being written every two seconds, and the others with at most half of one
/// processor's time, so that nobody who types feels it.
/// </summary>
public sealed partial class RecordingFollower : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    // Looking through a large shelf takes its time; this part of all time it may have.
    private const int LookShare = 20;

    // Recordings of which is said that they cannot be read: if it is all of them, these tell enough.
    private const int MostSaid = 100;

    // SQLITE_CONSTRAINT: what the recording says of itself cannot be, and the index is sound.
    private const int Constraint = 19;

    private readonly IndexFile _file;
    private readonly IndexReading _reading;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordingFollower> _logger;
    private readonly ConcurrentDictionary<string, bool> _live = [];
    private readonly Stack<RecordingFacts> _unread = [];
    private readonly HashSet<string> _unreadable = [];
    private string? _trouble;

    internal RecordingFollower(IndexFile file, IndexReading reading, TimeProvider time, ILogger<RecordingFollower> logger) =>
        (_file, _reading, _time, _logger) = (file, reading, time, logger);

    /// <summary>Why the index is not kept up just now, in words; null if it is.</summary>
    public string? Problem => Volatile.Read(ref _trouble);

    /// <summary>Follows a recording at once that has begun, ended or been removed.</summary>
    public void Look(string id) => _live[id] = true;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start does not wait for the first look
        long look = _time.GetTimestamp();
        try
        {
            while (true)
            {
                long began = _time.GetTimestamp();
                try
                {
                    using var held = _reading.Hold();
                    if (began >= look) look = await LookAsync(stoppingToken);
                    foreach (string id in _live.Keys)
                        if (!await TryAsync(id, () => _reading.LiveAsync(id, stoppingToken), stoppingToken)) _live.TryRemove(id, out _);
                    await UnreadAsync(began, stoppingToken);
                    Say(null);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    if (exception is SqliteException damage && IndexFile.IsDamage(damage)) _file.Remove(damage.Message);
                    Say(exception);
                    look = 0;
                }
                var left = Every - _time.GetElapsedTime(began);
                if (left > TimeSpan.Zero) await Task.Delay(left, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops; what is left it reads when it starts again.
        }
    }

    // When to look again.
    private async Task<long> LookAsync(CancellationToken cancellation)
    {
        long began = _time.GetTimestamp();
        var (live, unread) = await _reading.LookAsync(cancellation);
        foreach (var facts in live) _live[facts.Id] = true;
        _unread.Clear();
        foreach (var facts in unread.Reverse()) _unread.Push(facts);
        var took = _time.GetElapsedTime(began) * LookShare;
        return _time.GetTimestamp() + (long)((took > LookEvery ? took : LookEvery).TotalSeconds * _time.TimestampFrequency);
    }

    private async Task UnreadAsync(long began, CancellationToken cancellation)
    {
        while (_unread.TryPeek(out var facts) && _time.GetElapsedTime(began) < Every)
        {
            long work = Stopwatch.GetTimestamp();
            if (!await TryAsync(facts.Id, () => _reading.PieceAsync(facts, cancellation), cancellation)) _unread.Pop();
            await Task.Delay(Stopwatch.GetElapsedTime(work), cancellation);
        }
    }

    // One that cannot be read, whatever is wrong with it, keeps no other from being read; it is looked at again with the next look.
    private async Task<bool> TryAsync(string id, Func<Task<bool>> read, CancellationToken cancellation)
    {
        try
        {
            bool more = await read();
            _unreadable.Remove(id);
            return more;
        }
        catch (Exception exception) when (exception is not SqliteException { SqliteErrorCode: not Constraint } && !cancellation.IsCancellationRequested)
        {
            if (_unreadable.Count < MostSaid && _unreadable.Add(id)) Unreadable(id, exception);
            return false;
        }
    }

    // Once, not every two seconds.
    private void Say(Exception? exception)
    {
        string? before = _trouble;
        Volatile.Write(ref _trouble, exception?.Message);
        if (exception is not null && before is null) Failed(exception);
        else if (exception is null && before is not null) Works();
    }

    [LoggerMessage(1, LogLevel.Error, "The index of recordings is not kept up; it is tried again every two seconds")]
    private partial void Failed(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The index of recordings is kept up again")]
    private partial void Works();

    [LoggerMessage(3, LogLevel.Warning, "Recording {Id} cannot be taken into the index")]
    private partial void Unreadable(string id, Exception exception);
}
