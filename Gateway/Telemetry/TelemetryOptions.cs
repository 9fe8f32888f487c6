namespace Gateway.Telemetry;

/// <summary>Under which name, and where to, the node reports.</summary>
/// <param name="NodeName">The node's name for people.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Collector">Where metrics are sent in OTLP over HTTP; null for nowhere.</param>
public sealed record TelemetryOptions(string NodeName, string Version, Uri? Collector);
