namespace Gateway.Web;

/// <summary>
/// Tells a page how much of its input the client program was given. One message is under way at a time, and the next
/// says the latest: those of a page that types but does not read would otherwise pile up.
/// </summary>
internal sealed class TakenNotices(Func<long, Task> send)
{
    private readonly Lock _lock = new();
    private long _latest;
    private long _told;
    private bool _sending;

    /// <summary>So much has been taken now. Does not wait, and sends nothing on the caller's thread, which may hold a terminal's lock.</summary>
    public void Tell(long taken)
    {
        lock (_lock)
        {
            _latest = taken;
            if (_sending) return;
            _sending = true;
        }
        _ = SendAsync();
    }

    private async Task SendAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            lock (_lock)
            {
                if (_told == _latest)
                {
                    _sending = false;
                    return;
                }
                _told = _latest;
            }
            await send(_told);
        }
    }
}
