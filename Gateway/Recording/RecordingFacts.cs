namespace Gateway.Recording;

/// <summary>What is known of a recording without playing it.</summary>
/// <param name="Id">Its name, 32 hexadecimal digits.</param>
/// <param name="Owner">Whose terminal it was.</param>
/// <param name="Name">His name for people to read; may be empty.</param>
/// <param name="Method">How the port was reached.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address, so that no rule about ports fits it.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Node">The node that recorded it.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Bytes">How large its segments are.</param>
/// <param name="State">What has become of it.</param>
/// <param name="EndReason">Why it ended, in words; null if it has not, or nothing says.</param>
/// <param name="Device">The device's name; empty for none.</param>
/// <param name="Address">The device's own address with its port; empty for a port of the domain.</param>
public sealed record RecordingFacts(
    string Id, string Owner, string Name, string Method, string User, int Port, string Domain, string Node,
    DateTimeOffset Started, double Seconds, long Bytes, RecordingState State, string? EndReason, string Device = "", string Address = "")
{
    /// <summary>What it led to, for people: <c>gateway.example:6022</c>, or <c>10.0.0.9:22</c>.</summary>
    public string Place => Address.Length > 0 ? Address : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Domain}:{Port}");
}

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
