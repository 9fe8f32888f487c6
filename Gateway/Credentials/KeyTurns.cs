using System.Threading.Channels;

namespace Gateway.Credentials;

/// <summary>
/// Has few keys read at once: one can be made so that reading it takes a processor for long. Who waits for too long is told
/// so, and who has gone waits no more.
/// </summary>
/// <param name="most">Keys that are read at once.</param>
/// <param name="patience">How long one waits for a turn.</param>
internal sealed class KeyTurns(int most, TimeSpan patience)
{
    // It holds one for each turn that is taken.
    private readonly Channel<bool> _turns = Channel.CreateBounded<bool>(most);

    /// <summary>Works in a turn.</summary>
    /// <exception cref="CredentialException">No turn came in time.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_turns.Writer.TryWrite(true)) await WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _turns.Reader.TryRead(out _);
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
        try
        {
            await _turns.Writer.WriteAsync(true, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CredentialException("The gateway is busy reading other keys. Try again in a moment.");
        }
    }
}
