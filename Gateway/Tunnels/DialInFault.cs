namespace Gateway.Tunnels;

/// <summary>One thing that is wrong with a device that is to dial in, and what to do about it.</summary>
/// <param name="Device">Its name as it was given, without control characters.</param>
/// <param name="Key">What is meant: <c>name</c>, <c>ssh</c>, <c>clone http</c>, <c>service</c>, <c>direct</c>, <c>key</c>.</param>
/// <param name="Value">The value; empty where it is missing or not to be shown.</param>
/// <param name="Problem">What is wrong, to be read after the key: "is no port".</param>
/// <param name="Repair">What to do, as a sentence.</param>
public sealed record DialInFault(string Device, string Key, string Value, string Problem, string Repair)
{
    /// <summary>In one line, for people.</summary>
    public override string ToString() => $"{Device}: {Key} {(Value.Length > 0 ? $"{Value} " : "")}{Problem}. {Repair}";
}

/// <summary>What was asked for a device that dials in cannot be done. The message is for people, and holds no secret.</summary>
public sealed class DialInException(string message, Exception? inner = null) : Exception(message, inner);
