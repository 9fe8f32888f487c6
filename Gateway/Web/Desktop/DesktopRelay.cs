namespace Gateway.Web.Desktop;

/// <summary>
/// Moves bytes between two ends, unread. Each way holds one buffer and takes no more before that has gone out: who reads
/// slowly slows the other down, and nothing is kept.
/// </summary>
internal static class DesktopRelay
{
    /// <summary>Most bytes that one way holds.</summary>
    public const int BufferSize = 64 * 1024;

    /// <summary>Completes when both ways are finished, or one broke.</summary>
    /// <param name="person">The person's program.</param>
    /// <param name="device">The device.</param>
    /// <param name="session">Where bytes are counted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">A connection broke.</exception>
    public static async Task RunAsync(IDesktopEnd person, IDesktopEnd device, DesktopSession session, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var up = MoveAsync(person, device, session.CountSent, session, either);
        var down = MoveAsync(device, person, session.CountReceived, session, either);
        await Task.WhenAll(up, down);
    }

    private static async Task MoveAsync(IDesktopEnd from, IDesktopEnd to, Action<int> count, DesktopSession session, CancellationTokenSource either)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        try
        {
            while (await from.ReceiveAsync(buffer, either.Token) is > 0 and var read)
            {
                await to.SendAsync(buffer.AsMemory(0, read), either.Token);
                count(read);
            }
            session.HalfClosed = true;
            await to.FinishAsync(either.Token);
        }
        catch
        {
            // Of a connection that broke one way there is nothing left the other way either.
            await either.CancelAsync();
            throw;
        }
    }
}
