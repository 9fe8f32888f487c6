using System.Diagnostics;
using System.Net;

namespace Gateway.Tests.Harness;

/// <summary>A guest who looks on at his own pace, and insists that there is no gap without a screen.</summary>
internal sealed class Onlooker : IAsyncDisposable
{
    private readonly HubClient _hub;
    private readonly Task _reading;
    private readonly TaskCompletionSource<TimeSpan> _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Onlooker(HubClient hub, string terminal, string invitation)
    {
        _hub = hub;
        _reading = FollowAsync(terminal, invitation);
    }

    /// <summary>Time from asking to be let in to having the screen.</summary>
    public Task<TimeSpan> Shown => _shown.Task.WaitAsync(HubClient.Patience);

    /// <summary>Screens that he was sent since the first: each stands for output that he was too slow for.</summary>
    public int Skips { get; private set; }

    public static async Task<Onlooker> JoinAsync(Uri gateway, CookieContainer cookies, string terminal, string invitation)
    {
        var onlooker = new Onlooker(await HubClient.ConnectAsync(gateway, cookies, terminal: terminal), terminal, invitation);
        await onlooker.Shown;
        return onlooker;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _reading;
    }

    private async Task FollowAsync(string terminal, string invitation)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            var attached = (await _hub.JoinAsync(terminal, invitation: invitation)).Terminal ?? throw new InvalidOperationException("He was not let in.");
            var frames = await _hub.OutputAsync(-1);
            long offset = -1, told = 0;
            while (await frames.WaitToReadAsync())
            {
                while (frames.TryRead(out var frame))
                {
                    bool isScreen = _hub.ScreenOf(frame.Bytes) is not null;
                    if (!isScreen && frame.Offset != offset) throw new Xunit.Sdk.XunitException("There is a gap without a screen.");
                    if (isScreen && !_shown.TrySetResult(clock.Elapsed)) Skips++;
                    offset = frame.Offset + (isScreen ? 0 : frame.Bytes.Length);
                    if (!isScreen && offset - told < attached.AcknowledgeEvery) continue;
                    told = offset;
                    await _hub.AcknowledgeAsync(offset);
                }
            }
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or ObjectDisposedException)
        {
            // He left with an acknowledgement under way.
        }
        catch (Exception exception)
        {
            _shown.TrySetException(exception);
            throw;
        }
    }
}
