namespace Gateway.Configuration;

/// <summary>What a configuration allows that an operator should know.</summary>
public static class Posture
{
    /// <summary>The warnings, as sentences; most serious first.</summary>
    public static IReadOnlyList<string> Warnings(GatewayConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return [.. All(configuration)];
    }

    private static IEnumerable<string> All(GatewayConfiguration configuration)
    {
        var publicUrl = configuration.PublicUrl;
        var isOpen = !configuration.IsLoopbackOnly;
        if (configuration.Ssh.HostKeys == HostKeyPolicy.Bypass && configuration.Clients.Ssh is not null)
            yield return "HOST KEYS ARE NOT CHECKED (ssh.hostKeys: bypass): anybody on the way to a device can read and change what is typed.";
        if (isOpen && configuration.AllowAnonymousBeyondLoopback && !configuration.SignIn.IsOn)
            yield return "NOBODY HAS TO SIGN IN: everybody who reaches this address can open terminals (allowAnonymousBeyondLoopback).";
        if (configuration.TrustedProxies.Any(network => network.PrefixLength == 0))
            yield return "EVERY ADDRESS IS A TRUSTED PROXY (trustedProxies holds a /0 network): visitors can name any address as theirs.";
        if (isOpen && configuration.Listen.Any(address => !address.IsLoopback && !address.IsHttps) && configuration.TrustedProxies.Count == 0)
            yield return "Connections from other machines are not encrypted: listen on https://, or on 127.0.0.1 behind a proxy.";
        foreach (var warning in AccessPosture.Warnings(configuration))
            yield return warning;
        foreach (var warning in RecordingRules.Warnings(configuration))
            yield return warning;
        foreach (var warning in TunnelChecks.Warnings(configuration))
            yield return warning;
        foreach (var warning in ScalePosture.Warnings(configuration))
            yield return warning;
        if (publicUrl is { Scheme: "http", IsLoopback: false })
            yield return $"The public URL {publicUrl} is not https: what people type can be read on the way.";
        if (configuration.OperationsSocket is null)
            yield return $"\"gateway status\" will not work: the data folder's path is too long for a socket (107 bytes with its name): {configuration.Data}";
        if (configuration.Ports.Count == 0)
            yield return "No port is allowed (ports is empty): every link is refused.";
        if (!isOpen && publicUrl is { IsLoopback: false })
        {
            if (!configuration.SignIn.IsOn)
                yield return $"Whoever the proxy at {publicUrl} lets through can open terminals; the gateway itself asks nobody to sign in.";
            if (configuration.TrustedProxies.Count == 0)
                yield return "No proxy is trusted (trustedProxies is empty): all visitors seem to come from the proxy's address and share its limits.";
        }
    }
}
