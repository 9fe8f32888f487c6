using System.CommandLine;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary>The options that say which ports devices have: a port for one device, or the first port of a series.</summary>
internal sealed class DevicePorts
{
    private readonly PortOption _ssh = new("ssh", "Port of the domain that leads to its ssh.");
    private readonly PortOption _http = new("http", "The same for its web pages.");
    private readonly PortOption _app = new("app", "The same for any TCP service of its own.");
    private readonly PortOption _cloneSsh = new("clone-ssh", "Port of the ssh of its clone, for a pair.");
    private readonly PortOption _cloneHttp = new("clone-http", "The same for the clone's web pages.");
    private readonly PortOption _cloneApp = new("clone-app", "The same for the clone's own service.");
    private readonly PortOption _service = new("service", "Port of the ssh of whichever of a pair is live.");
    private readonly PortOption _direct = new("direct", "Port of the domain that leads to its ssh without its dialing in, as an operator's own forwarding.");

    private IEnumerable<PortOption> All => [_ssh, _http, _app, _cloneSsh, _cloneHttp, _cloneApp, _service, _direct];

    /// <summary>Adds the options to a command: those for one device first.</summary>
    public void AddTo(Command command)
    {
        foreach (var one in All) command.Add(one.Single);
        foreach (var one in All) command.Add(one.First);
    }

    /// <summary>A device with its ports, as far as they were said; the first of a series.</summary>
    /// <param name="parsed">What was said.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="count">How many the series has.</param>
    /// <exception cref="DialInException">A port is missing, or said in the other way.</exception>
    public DialIn Read(ParseResult parsed, string name, int count)
    {
        int? Of(PortOption option) => option.Of(parsed, count);
        int ssh = Of(_ssh) ?? throw new DialInException(count > 1 ? "Give the first port of the series for ssh: --ssh-from 10001." : "Give the port of the domain that leads to its ssh: --ssh 10001.");
        var (cloneSsh, cloneHttp, cloneApp) = (Of(_cloneSsh), Of(_cloneHttp), Of(_cloneApp));
        if (cloneSsh is null && (cloneHttp ?? cloneApp) is not null) throw new DialInException("A clone needs a port for its ssh: --clone-ssh.");
        return new DialIn
        {
            Name = name,
            Master = new DialInMember { Ssh = ssh, Http = Of(_http), App = Of(_app) },
            CloneMember = cloneSsh is { } clone ? new DialInMember { Ssh = clone, Http = cloneHttp, App = cloneApp } : null,
            ServicePort = Of(_service),
            Direct = Of(_direct),
        };
    }

    private sealed class PortOption(string name, string description)
    {
        public Option<int?> Single { get; } = new($"--{name}") { Description = description, HelpName = "PORT" };

        public Option<int?> First { get; } = new($"--{name}-from") { Description = $"For a series: --{name} of its first device; each further one has the next.", HelpName = "PORT" };

        public int? Of(ParseResult parsed, int count)
        {
            var (single, first) = (parsed.GetValue(Single), parsed.GetValue(First));
            if (single is not null && first is not null) throw new DialInException($"--{name} and --{name}-from say two things.");
            if (single is not null && count > 1) throw new DialInException($"--{name} is for one device. For a series give its first port: --{name}-from {single}.");
            return single ?? first;
        }
    }
}
