namespace Gateway.Methods;

/// <summary>Where somebody who stands between a client and its device has to go on to.</summary>
/// <param name="Host">A host name or an IP address, as the client would be told it.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record Waypoint(string Host, int Port);
