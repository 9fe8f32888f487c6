namespace Gateway.Configuration;

/// <summary>Where an operator and his monitoring look at the gateway. The socket in the data folder is there in any case.</summary>
public sealed record OperationsSettings
{
    /// <summary>Address for <c>/status</c> and <c>/metrics</c>; null for none. Beyond loopback it needs <see cref="TokenFile"/>.</summary>
    public ListenAddress? Listen { get; init; }

    /// <summary>Absolute path of the file with the bearer token (RFC 6750) that <see cref="Listen"/> asks for, at least 16 characters; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Where metrics are sent, in OTLP over HTTP, such as <c>http://127.0.0.1:4318/v1/metrics</c>; null for nowhere.</summary>
    public Uri? Otlp { get; init; }
}
