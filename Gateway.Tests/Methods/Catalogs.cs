using Gateway.Methods;

namespace Gateway.Tests.Methods;

/// <summary>Catalogs with the real programs, for tests of the command lines alone.</summary>
internal static class Catalogs
{
    public static readonly MethodOptions Options = new()
    {
        Domain = "192.0.2.7",
        Ports = new PortSet([(1, 65535)]),
        SshPath = "/usr/bin/ssh",
        TelnetPath = "/usr/bin/telnet",
        Home = "/var/empty/home",
        SshConfigFile = "/dev/null",
        KnownHostsFile = "/var/lib/gateway/known_hosts",
    };

    public static CommandLine Build(MethodOptions options, string method, string user = "alice", int port = 6022)
    {
        var verdict = new MethodCatalog(options).Read(method, user, port.ToString(System.Globalization.CultureInfo.InvariantCulture), out var request);
        return verdict == LinkVerdict.Allowed ? request!.Method.Build(request) : throw new InvalidOperationException($"Refused: {verdict}");
    }
}
