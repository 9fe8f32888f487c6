namespace Gateway.Terminals;

/// <summary>How a viewer left.</summary>
public enum Departure
{
    /// <summary>It is still there.</summary>
    None,

    /// <summary>Its connection ended.</summary>
    Left,

    /// <summary>Another connection took its place: the same terminal in another tab, or a connection thought lost.</summary>
    TakenOver,

    /// <summary>It held the program up and acknowledged nothing for too long.</summary>
    Dropped,
}

/// <summary>
/// One connection attached to a terminal. Made by <see cref="Terminal.Attach"/>, which is where it was authorised;
/// disposing it detaches the connection and leaves the terminal running.
/// </summary>
public sealed class Viewer : IDisposable
{
    /// <summary>The offset that stands for the current screen.</summary>
    public const long FromScreen = -1;

    private LogReader? _reading;

    internal Viewer(Terminal terminal, Seat seat, long start, long end)
    {
        (Terminal, Seat, Start, End, InputAccepted) = (terminal, seat, start, end, seat.Accepted);
    }

    /// <summary>The terminal it is attached to.</summary>
    public Terminal Terminal { get; }

    /// <summary>Name of the viewer's place, with which the same browser tab takes it again.</summary>
    public string Id => Seat.Id;

    /// <summary>Name of the place for everybody on the terminal; nobody can take the place with it.</summary>
    public string Alias => Seat.Alias;

    /// <summary>First output offset that was held when it attached.</summary>
    public long Start { get; }

    /// <summary>Output offset that had been reached when it attached.</summary>
    public long End { get; }

    /// <summary>Who it is.</summary>
    public Participant By => Seat.By;

    /// <summary>Whether it only looks on.</summary>
    public bool Watches => Seat.Watches;

    /// <summary>Whether its keys count now.</summary>
    public bool Types => Seat.Types;

    /// <summary>Input bytes that had been accepted from this place when it attached.</summary>
    public long InputAccepted { get; }

    /// <summary>Whether and how it left; no byte is delivered or accepted afterwards.</summary>
    public Departure Departure { get; private set; }

    /// <summary>Called when the viewer was dropped, so that its connection can be closed.</summary>
    public Action? Dropped { get; set; }

    /// <summary>
    /// Called with whether its keys count each time that changes. The terminal's lock is held: a handler takes the word and
    /// returns.
    /// </summary>
    public Action<bool>? TypingChanged { get; set; }

    /// <summary>Called with <see cref="Written"/> each time a good part of a large input has been written.</summary>
    public Action<long>? InputWritten { get; set; }

    /// <summary>Input bytes of this place that the client program has been given.</summary>
    public long Written => Terminal.WrittenBy(Seat);

    internal Seat Seat { get; }

    internal long Acknowledged => Terminal.AcknowledgedBy(Seat);

    /// <summary>
    /// The output from <paramref name="offset"/> on, or from the current screen on if it is <see cref="FromScreen"/>. One stream
    /// per viewer: a second call ends the first.
    /// </summary>
    public ViewerOutput Read(long offset)
    {
        var reader = Terminal.Read(this, offset);
        Interlocked.Exchange(ref _reading, reader)?.Cancel();
        if (Departure != Departure.None) reader.Cancel();
        return new ViewerOutput(this, reader, fromScreen: offset == FromScreen);
    }

    /// <summary>Types.</summary>
    /// <param name="offset">Where the bytes stand in this place's input; what was accepted before is not typed twice.</param>
    /// <param name="bytes">The bytes; they are kept until written.</param>
    /// <returns>False if input is missing before them, or more is waiting than the window allows: the connection is out of step.</returns>
    public bool Input(long offset, ReadOnlyMemory<byte> bytes) => Terminal.Input(this, offset, bytes);

    /// <summary>Sends a signal, behind what was typed before.</summary>
    public SignalVerdict Signal(DeviceSignal signal) => Terminal.Signal(this, signal);

    /// <summary>From now on its input is dropped, or not any more. Output goes on, and the program is not held for it meanwhile.</summary>
    public void StopTyping(bool stopped = true) => Terminal.StopTyping(this, stopped);

    /// <summary>The page has parsed everything below <paramref name="offset"/>.</summary>
    public void Acknowledge(long offset) => Terminal.Acknowledge(this, offset);

    /// <summary>Sets the size of the terminal.</summary>
    public void Resize(TerminalSize size) => Terminal.Resize(this, size);

    /// <inheritdoc/>
    public void Dispose() => Terminal.Detach(this, Departure.Left);

    /// <summary>Its stream looks again whether it may go on.</summary>
    internal void Poke() => _reading?.Poke();

    internal void Leave(Departure departure)
    {
        Departure = departure;
        // Each side writes its own word before it reads the other's, or a reader that starts now would never hear of it.
        Interlocked.MemoryBarrier();
        _reading?.Cancel();
        if (departure == Departure.Dropped) Dropped?.Invoke();
    }
}
