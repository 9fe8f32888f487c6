namespace Gateway.Recording;

/// <summary>The first line of a recording's chain: what is recorded, and who signs.</summary>
internal sealed record ChainBegun
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Name { get; init; }
    public required string Method { get; init; }
    public required string User { get; init; }

    /// <summary>The port of the domain; 0 for a device's own address.</summary>
    public required int Port { get; init; }
    public required string Domain { get; init; }
    public required string Node { get; init; }

    /// <summary>The device's name; empty for none.</summary>
    public string Device { get; init; } = "";

    /// <summary>The device's own address with its port; empty for a port of the domain.</summary>
    public string Address { get; init; } = "";

    /// <summary>What it led to, for people.</summary>
    public string Place => Address.Length > 0 ? Address : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Domain}:{Port}");

    public required DateTimeOffset Started { get; init; }
    public required int Columns { get; init; }
    public required int Rows { get; init; }
    public required bool Required { get; init; }

    /// <summary>The key's fingerprint; empty if it is not signed.</summary>
    public string Key { get; init; } = "";

    /// <summary>The public key, base64 of its SubjectPublicKeyInfo.</summary>
    public string PublicKey { get; init; } = "";
}

/// <summary>A sealed segment.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Hash of its bytes, in hexadecimal digits.</param>
/// <param name="From">Seconds at which the event before it happened.</param>
/// <param name="To">Seconds of its last event.</param>
/// <param name="Events">How many events it has.</param>
/// <param name="Printed">Bytes of output in it, as UTF-8.</param>
internal sealed record ChainSegment(int Number, long Bytes, string Sha256, double From, double To, long Events, long Printed);

/// <summary>The last line.</summary>
/// <param name="Reason">Why the recording ended, in words.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Segments">How many segments it has.</param>
/// <param name="Recovered">Whether it was ended later, for a node that was killed or a disk that failed.</param>
internal sealed record ChainEnded(string Reason, double Seconds, int Segments, bool Recovered);
