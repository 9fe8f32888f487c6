namespace Gateway.Web;

/// <summary>
/// Sends to groups without anybody waiting for somebody else's slow page: a group send waits for its slowest member, so
/// each key has one send under way, and what is to be said meanwhile is joined into one more.
/// </summary>
internal sealed partial class NoticeLanes<TKey, TNews>(Func<TKey, TNews, Task> send, Func<TNews, TNews, TNews> join, ILogger logger) where TKey : notnull
{
    // The others' news of that key do not wait longer than this for one who does not read. What he was sent stays with his
    // connection, which the transport ends when nothing was read for its own time limit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<TKey, (bool Any, TNews News)> _sending = [];
    private readonly Lock _lock = new();

    /// <summary>Sends, now or after what is under way. Does not wait.</summary>
    public void Post(TKey key, TNews news)
    {
        lock (_lock)
        {
            if (_sending.TryGetValue(key, out var waiting))
            {
                _sending[key] = (true, waiting.Any ? join(waiting.News, news) : news);
                return;
            }
            _sending[key] = default;
        }
        _ = SendAsync(key, news);
    }

    private async Task SendAsync(TKey key, TNews news)
    {
        while (true)
        {
            try
            {
                await send(key, news).WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Slow();
            }
            catch (Exception exception)
            {
                Failed(exception); // the next change is news again
            }
            lock (_lock)
            {
                var waiting = _sending[key];
                if (!waiting.Any)
                {
                    _sending.Remove(key);
                    return;
                }
                (_sending[key], news) = (default, waiting.News);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A page is slow to take its notices")]
    private partial void Slow();

    [LoggerMessage(2, LogLevel.Warning, "Notices could not be sent")]
    private partial void Failed(Exception exception);
}
