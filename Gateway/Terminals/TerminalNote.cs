namespace Gateway.Terminals;

/// <summary>Something that happened beside the output, for a recording.</summary>
/// <param name="Offset">Output offset that had been reached.</param>
public abstract record TerminalNote(long Offset)
{
    /// <summary>Somebody typed or pasted; whether the far end shows it is another question.</summary>
    /// <param name="Offset">Output offset that had been reached.</param>
    /// <param name="By">Who.</param>
    /// <param name="Bytes">What; never to be kept before it is known to be shown, since it may be a password.</param>
    public sealed record Typed(long Offset, Participant By, ReadOnlyMemory<byte> Bytes) : TerminalNote(Offset)
    {
        /// <summary>Says who typed, and never what.</summary>
        public override string ToString() => $"Typed by {By.Id}";
    }

    /// <summary>Somebody sent a signal.</summary>
    /// <param name="Offset">Output offset that had been reached.</param>
    /// <param name="By">Who.</param>
    /// <param name="Signal">Which.</param>
    public sealed record Signalled(long Offset, Participant By, DeviceSignal Signal) : TerminalNote(Offset);

    /// <summary>The size changed.</summary>
    /// <param name="Offset">Output offset that had been reached.</param>
    /// <param name="By">Who set it.</param>
    /// <param name="Size">The new size.</param>
    public sealed record Resized(long Offset, Participant By, TerminalSize Size) : TerminalNote(Offset);

    /// <summary>Somebody came.</summary>
    /// <param name="Offset">Output offset that had been reached.</param>
    /// <param name="By">Who.</param>
    /// <param name="Watches">Whether only to look on.</param>
    public sealed record Joined(long Offset, Participant By, bool Watches) : TerminalNote(Offset);

    /// <summary>Somebody left, or was lost.</summary>
    /// <param name="Offset">Output offset that had been reached.</param>
    /// <param name="By">Who.</param>
    /// <param name="Watches">Whether he had only looked on.</param>
    public sealed record Left(long Offset, Participant By, bool Watches) : TerminalNote(Offset);
}
