using System.Globalization;
using System.Threading.Channels;

namespace Gateway.Access.Audit;

/// <summary>
/// The record of every decision: one JSON line each, chained by SHA-256 over the bytes of the line before, so that a
/// line that was removed, changed or moved shows. Who may write all files of the record, and its head, can write it anew
/// from any line on; against him there is the copy that goes to syslog while it happens.
/// </summary>
public sealed partial class AuditLog : IAsyncDisposable
{
    private const int Waiting = 10_000;
    private const int Batch = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AuditFile? _file;
    private readonly SyslogSender? _syslog;
    private readonly Channel<AuditPending> _queue = Channel.CreateBounded<AuditPending>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Queue<AuditPending> _batch = new();
    private readonly AuditLoss _loss = new();
    private readonly RefusalRate _refusals = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _order = new();
    private readonly Task _writing;
    private volatile string? _trouble;
    private DateTimeOffset _troubleSince;
    private long _number; // without a file

    /// <summary>Opens the record.</summary>
    /// <exception cref="AuditTakenException">Another process writes it.</exception>
    public AuditLog(AuditOptions options, TimeProvider time, ILogger<AuditLog> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _logger) = (options, time, logger);
        if (options.Syslog is { } collector) _syslog = new SyslogSender(collector, time, logger);
        if (options.File is { } file)
        {
            _file = new AuditFile(options, file, time, (line, bytes) => _syslog?.Send(line, bytes));
            try
            {
                _file.Open();
            }
            catch (AuditTakenException)
            {
                throw;
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }
        _writing = Task.Run(RunAsync);
    }

    /// <summary>Whether terminals may be opened: what happens can be put on record, or the operator wants to go on without.</summary>
    public bool LetsOpen => _options.ContinueWithout || IsWell;

    /// <summary>Whether the last entry could be written, and none is missing that is not noted as such.</summary>
    public bool IsWell => _trouble is null && _loss.Count == 0;

    /// <summary>Whether all is well, in words for the operator.</summary>
    public (bool Ok, string Words) State =>
        _trouble is { } trouble ? (false, $"cannot be written: {trouble}")
        : _loss.Count is > 0 and var lost ? (false, string.Create(CultureInfo.InvariantCulture, $"{lost} entries did not fit into memory"))
        : (true, (_file is null ? "not kept" : "is written") + (_syslog?.Trouble is { } silent ? $"; syslog is away: {silent}" : ""));

    /// <summary>
    /// Puts something on record. Does not wait. Of refusals to one person or address those beyond
    /// <see cref="RefusalRate.PerMinute"/> are left out: who asks in a loop must not fill the disk that others need.
    /// </summary>
    public void Write(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Event == AuditEvent.Refused && !_refusals.TryTake(entry)) return;
        Post(entry, null);
    }

    /// <summary>
    /// Puts something on record, and says whether it is there. Waits for two seconds at most. What is answered with no is
    /// not written later, except where the disk itself takes longer than that.
    /// </summary>
    public async Task<bool> WriteAsync(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_trouble is not null) return false;
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Post(entry, done) is not { } pending) return false;
        try
        {
            return await done.Task.WaitAsync(Patience, _time);
        }
        catch (TimeoutException)
        {
            pending.Withdraw();
            return false;
        }
    }

    /// <summary>Writes what waits, and closes the record.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete()) return;
        await _closing.CancelAsync();
        await _writing;
        _file?.Dispose();
        if (_syslog is not null) await _syslog.DisposeAsync();
        _closing.Dispose();
        _refusals.Dispose();
    }

    private AuditPending? Post(AuditEntry entry, TaskCompletionSource<bool>? done)
    {
        // Together, so that lines stand in the order of their times.
        lock (_order)
        {
            var pending = new AuditPending(entry, _time.GetUtcNow(), done);
            if (_queue.Writer.TryWrite(pending)) return pending;
            if (done is null) _loss.Add(pending.At);
            return null;
        }
    }

    private async Task RunAsync()
    {
        while (await WaitAsync())
        {
            if (TryPut()) continue;
            try
            {
                await Task.Delay(Retry, _time, _closing.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        TryPut();
        if (_file is { IsOpen: true }) Try(_file.WriteHead);
        int left = _batch.Count + (_queue.Reader.CanCount ? _queue.Reader.Count : 0);
        if (left > 0 || _loss.Count > 0) NeverWritten(left + _loss.Count);
    }

    // False when the record is to be closed.
    private async Task<bool> WaitAsync()
    {
        if (_batch.Count > 0 || _trouble is not null || _loss.Count > 0) return !_closing.IsCancellationRequested;
        using var alarm = new CancellationTokenSource(_file?.Due ?? TimeSpan.FromHours(1), _time);
        try
        {
            return await _queue.Reader.WaitToReadAsync(alarm.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private bool TryPut() => Try(() =>
    {
        if (_file is { IsOpen: false }) _file.Open();
        NoteLoss();
        do
        {
            while (_batch.Count < Batch && _queue.Reader.TryRead(out var next)) _batch.Enqueue(next);
            foreach (var pending in _batch)
                if (pending.Take()) pending.Number = Put(pending.Entry, pending.At);
            _file?.Flush();
            while (_batch.TryDequeue(out var written)) written.Done?.TrySetResult(true);
            _file?.Tend();
        }
        while (_queue.Reader.TryPeek(out _));
        if (_trouble is null) return;
        Recovered();
        _trouble = null;
    });

    // This loop must not end as long as the gateway lives, whatever goes wrong.
    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return false;
        }
    }

    private void Fail(Exception exception)
    {
        _file?.Close();
        if (_trouble is null)
        {
            _troubleSince = _time.GetUtcNow();
            Failed(exception);
        }
        _trouble = exception.Message;
        // Who waits is told now, and acts as if it had not been written.
        for (int count = _batch.Count; count > 0; count--)
        {
            var pending = _batch.Dequeue();
            if (pending.Number > _file?.Number) pending.Number = 0;
            if (pending.Done?.TrySetResult(false) is null) _batch.Enqueue(pending);
        }
    }

    private void NoteLoss()
    {
        var (count, words) = _loss.Read();
        if (count == 0 && _trouble is null) return;
        if (count == 0) words = AuditLoss.Words(_troubleSince, _time.GetUtcNow());
        Put(new AuditEntry(AuditEvent.EntriesLost) { Reason = words }, _time.GetUtcNow());
        _file?.Flush();
        _loss.Forget(count);
        if (count > 0) Lost(count);
    }

    private long Put(AuditEntry entry, DateTimeOffset at)
    {
        if (_file is not null) return _file.Add(entry, at);
        var line = AuditLine.Of(entry, at, _options.Node, ++_number, AuditLine.NoHash);
        _syslog?.Send(line, line.ToUtf8());
        return _number;
    }

    [LoggerMessage(1, LogLevel.Error, "The audit record cannot be written; it is tried again every second")]
    private partial void Failed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The audit record is written again")]
    private partial void Recovered();

    [LoggerMessage(3, LogLevel.Error, "{Count} entries of the audit record were lost, as there was no room for them")]
    private partial void Lost(long count);

    [LoggerMessage(4, LogLevel.Error, "{Count} entries of the audit record could not be written before the end")]
    private partial void NeverWritten(long count);
}
