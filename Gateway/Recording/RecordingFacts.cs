namespace Gateway.Recording;

/// <summary>What is known of a recording without playing it.</summary>
/// <param name="Id">Its name, 32 hexadecimal digits.</param>
/// <param name="Owner">Whose terminal it was.</param>
/// <param name="Name">His name for people to read; may be empty.</param>
/// <param name="Method">How the port was reached.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port.</param>
/// <param name="Domain">The host.</param>
/// <param name="Node">The node that recorded it.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Bytes">How large its segments are.</param>
/// <param name="State">What has become of it.</param>
/// <param name="EndReason">Why it ended, in words; null if it has not, or nothing says.</param>
public sealed record RecordingFacts(
    string Id, string Owner, string Name, string Method, string User, int Port, string Domain, string Node,
    DateTimeOffset Started, double Seconds, long Bytes, RecordingState State, string? EndReason);

/// <summary>What has become of a recording.</summary>
public enum RecordingState
{
    /// <summary>It is being written.</summary>
    Live,

    /// <summary>It was written to its end.</summary>
    Complete,

    /// <summary>Its node was killed, or it could not be written on.</summary>
    CutOff,

    /// <summary>Files are missing or are not what was written.</summary>
    Damaged,
}
