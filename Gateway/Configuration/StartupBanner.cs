namespace Gateway.Configuration;

/// <summary>The few lines a gateway prints when it has started.</summary>
public static class StartupBanner
{
    /// <summary>The lines, without colour.</summary>
    /// <param name="version">The program's version.</param>
    /// <param name="configuration">What it runs with.</param>
    /// <param name="listening">The addresses it really listens on, with the ports that the system chose.</param>
    /// <param name="node">The address that other nodes really reach it at; null without Redis.</param>
    public static IReadOnlyList<string> Lines(string version, GatewayConfiguration configuration, IEnumerable<string> listening, string? node = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var clients = configuration.Clients;
        var lines = new List<string>
        {
            $"Gateway {version}",
            $"  configuration  {configuration.SourceFile ?? "embedded defaults of the demo"}",
            $"  domain         {configuration.Domain}",
            $"  methods        {string.Join(", ", new[] { clients.Ssh is null ? null : "ssh", clients.Telnet is null ? null : "telnet" }.OfType<string>())}",
            $"  ports          {Ports(configuration.Ports)}",
            $"  listening      {string.Join(", ", listening)}",
        };
        if (configuration.PublicUrl is { } url)
            lines.Add($"  public URL     {url.AbsoluteUri.TrimEnd('/')}");
        if (clients.Ssh is not null)
            lines.Add($"  host keys      {configuration.Ssh.HostKeys.Spelled()}");
        if (configuration.SignIn.IsOn)
            lines.Add($"  sign-in        {string.Join(", ", Ways(configuration.SignIn))}; {configuration.Policy.Count} {(configuration.Policy.Count == 1 ? "rule" : "rules")}");
        if (node is not null)
            lines.Add($"  node           {configuration.Cluster.Name}, other nodes reach it at {node}");
        if (configuration.Redis is { Address: { } address } redis)
            lines.Add($"  redis          {address}{(redis.Tls ? " (tls)" : "")}, database {redis.Database}, prefix {redis.Prefix}");
        lines.AddRange(Posture.Warnings(configuration).Select(warning => $"  warning        {warning}"));
        return lines;
    }

    private static IEnumerable<string> Ways(SignInSettings signIn)
    {
        if (signIn.Oidc.Authority is { } authority) yield return $"OpenID Connect ({authority.Host})";
        if (signIn.People is not null) yield return "local people";
        if (signIn.Ldap.Url is { } url) yield return $"LDAP ({url.Host})";
        if (signIn.Proxy.From.Count > 0) yield return $"the proxy at {string.Join(", ", signIn.Proxy.From)}";
        if (signIn.Certificates.Authority is not null) yield return "client certificates";
    }

    private static string Ports(IReadOnlyList<PortRange> ports)
    {
        var merged = PortRange.Merge(ports);
        if (merged.Count == 0)
            return "none";
        const int most = 12;
        var shown = string.Join(", ", merged.Take(most));
        return merged.Count > most ? $"{shown} and {merged.Count - most} more" : shown;
    }
}
