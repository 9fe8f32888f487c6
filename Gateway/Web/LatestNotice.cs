namespace Gateway.Web;

/// <summary>
/// Tells a page how something stands, such as how much of its input the client program was given. One message is under way
/// at a time, and the next says the latest: those of a page that types but does not read would otherwise pile up.
/// </summary>
/// <param name="send">Sends it.</param>
/// <param name="told">What the page knows already.</param>
internal sealed class LatestNotice<T>(Func<T, Task> send, T told)
{
    private readonly Lock _lock = new();
    private T _latest = told;
    private T _told = told;
    private bool _sending;

    /// <summary>So it stands now. Does not wait, and sends nothing on the caller's thread, which may hold a terminal's lock.</summary>
    public void Tell(T latest)
    {
        lock (_lock)
        {
            _latest = latest;
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
                if (EqualityComparer<T>.Default.Equals(_told, _latest))
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
