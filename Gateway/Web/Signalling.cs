using Gateway.Access;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>BREAK and other signals from a page to its device.</summary>
public sealed class Signalling(Authorizer authorizer)
{
    /// <summary>Sends a signal to the terminal that a connection types in.</summary>
    /// <param name="connection">Whose wish.</param>
    /// <param name="signal"><c>break</c>, <c>interrupt</c>, <c>abort-output</c>, <c>are-you-there</c>, <c>erase-character</c> or <c>erase-line</c>.</param>
    /// <returns>Null once it follows what was typed before.</returns>
    public Refusal? Send(HubConnection connection, string? signal)
    {
        if (Refusals.OfNobody(connection, authorizer) is { } nobody) return nobody;
        if (connection.Viewer is not { } viewer) return Refusals.Missing;
        DeviceSignal? known = signal switch
        {
            "break" => DeviceSignal.Break,
            "interrupt" => DeviceSignal.Interrupt,
            "abort-output" => DeviceSignal.AbortOutput,
            "are-you-there" => DeviceSignal.AreYouThere,
            "erase-character" => DeviceSignal.EraseCharacter,
            "erase-line" => DeviceSignal.EraseLine,
            _ => null,
        };
        if (known is null) return Refusals.NoSuchSignal;
        // Who may not type learns that first: it is none of his what the device can be sent.
        return !viewer.Types ? Refusals.NotYourKeyboard : viewer.Signal(known.Value) switch
        {
            SignalVerdict.Sent => null,
            SignalVerdict.NotTyping => Refusals.NotYourKeyboard,
            SignalVerdict.TooMany => Refusals.TooManySignals,
            _ => Refusals.NoSignals,
        };
    }
}
