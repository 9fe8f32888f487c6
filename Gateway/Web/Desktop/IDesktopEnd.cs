namespace Gateway.Web.Desktop;

/// <summary>One end of a desktop session: what comes from it, and what goes to it, each until it is finished.</summary>
internal interface IDesktopEnd : IDisposable
{
    /// <summary>Waits for bytes; 0 when no more come.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation);

    /// <summary>Sends all bytes; completes when they have been taken.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Says that no more bytes will be sent. Those from there may still come.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask FinishAsync(CancellationToken cancellation);
}
