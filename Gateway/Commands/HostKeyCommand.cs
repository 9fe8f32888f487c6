using System.CommandLine;
using System.Net;
using Gateway.Configuration;
using Gateway.HostKeys;
using Gateway.Methods;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary><c>gateway hostkey</c>: the host keys on record on this node.</summary>
public static class HostKeyCommand
{
    private const int Good = 0;
    private const int Differs = 1;
    private const int Unread = 2;

    private static readonly Argument<string> Scan = new("FILE") { Description = "Lines of ssh-keyscan(1) or of a known_hosts file; - is standard input." };
    private static readonly Argument<string> Place = new("PLACE") { Description = "The place as hostkey list shows it, such as [gateway-host]:6022." };
    private static readonly Argument<string[]> Ports = new("PORT") { Description = "Ports of the domain.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Replacing = new("--replace") { Description = "Let keys that differ take the place of those on record. Compare them first." };
    private static readonly Option<bool> Recording = new("--import") { Description = "Put what is new on record." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var list = new Command("list", "List the host keys on record, with their fingerprints. Exit codes: 0, or 2 if they cannot be read.");
        list.SetAction(parsed => On(parsed, (_, known, output) =>
        {
            foreach (var key in known.All()) output.WriteLine(Line(key));
            return Good;
        }));
        var import = new Command("import", """
            Put host keys from a scan on record. A key that differs from the one on record is not taken, unless --replace says so.
            Other nodes have known-hosts files of their own; the administrators' page imports on all of them.
            Exit codes: 0 all are on record now, 1 some differ, 2 something cannot be read or written.

            Examples:
              ssh-keyscan -p 6022 gateway-host | gateway hostkey import -
              gateway hostkey import /etc/ssh/ssh_known_hosts
            """) { Scan, Replacing };
        import.SetAction(parsed => On(parsed, (_, known, output) => Import(known, Read(parsed.GetValue(Scan)!), parsed.GetValue(Replacing), output)));
        var scan = new Command("scan", """
            Look which host keys ports of the domain show now, with the same ssh as terminals, and compare them with those on record. Nobody signs in.
            A device that dials in is looked at through its tunnel, where it is connected; where those cannot be read, nothing is looked at.
            Exit codes: 0 all are as on record (or are now), 1 some are new or differ, 2 something cannot be read.

            Examples:
              gateway hostkey scan 6022 6023
              gateway hostkey scan 6022 --import
            """) { Ports, Recording, Replacing };
        scan.SetAction((parsed, cancellation) => ScanAsync(parsed, cancellation));
        var forget = new Command("forget", "Remove the host keys of a place, so that its next one is a first one. Exit codes: 0 done, 1 there were none, 2 they cannot be written.") { Place };
        forget.SetAction(parsed => On(parsed, (_, known, output) =>
        {
            bool done = known.Replace(parsed.GetValue(Place)!, []);
            output.WriteLine(done ? "Removed." : "There are no keys of that place.");
            return done ? Good : Differs;
        }));
        return new Command("hostkey", "Show, scan, import and forget host keys.") { list, scan, import, forget };
    }

    private static int Import(KnownHosts known, IReadOnlyCollection<HostKey> keys, bool replace, TextWriter output)
    {
        var (added, there, different) = known.Import(keys, replace);
        foreach (var key in different) output.WriteLine($"{(replace ? "replaced" : "DIFFERS ")}  {Line(key)}");
        output.WriteLine($"{added} new, {there} on record already, {different.Count} {(replace ? "replaced" : "different")}");
        return different.Count > 0 && !replace ? Differs : Good;
    }

    private static async Task<int> ScanAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Load(parsed) is not { } configuration) return Unread;
        var output = parsed.InvocationConfiguration.Output;
        var (dialIns, unread) = await DialInReading.ReadAsync(configuration);
        if (unread is not null)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"The devices that dial in cannot be read: {unread}");
            return Unread;
        }
        var (known, tunnels) = (new KnownHosts(configuration.Ssh.KnownHosts), TunnelRooms.OptionsOf(configuration));
        var scratch = Directory.CreateTempSubdirectory("gateway-scan-");
        try
        {
            var methods = new MethodCatalog(Rooms.MethodsOf(configuration, scratch.FullName));
            await using var look = new HostKeyLook(scratch.FullName);
            List<HostKey> shown = [];
            bool silent = false;
            foreach (string port in parsed.GetValue(Ports)!)
            {
                if (methods.Read("ssh", "scan", port, out var request) != LinkVerdict.Allowed) output.WriteLine($"{port}: no port that is allowed");
                else if (Through(dialIns?.FindByPort(request!.Port), request!, tunnels, out string? no) is not { } way) output.WriteLine($"{port}: {no}");
                else if (await look.AtAsync(way, cancellation) is not { } key) output.WriteLine($"{port}: does not answer with ssh");
                else
                {
                    shown.Add(key);
                    var old = known.Of(key.Name);
                    output.WriteLine($"{(old.Contains(key) ? "known   " : old.Count == 0 ? "new     " : "DIFFERS ")}  {Line(key)}");
                    continue;
                }
                silent = true;
            }
            if (parsed.GetValue(Recording) || parsed.GetValue(Replacing)) return Math.Max(Import(known, shown, parsed.GetValue(Replacing), output), silent ? Differs : Good);
            return silent || shown.Any(key => !known.Of(key.Name).Contains(key)) ? Differs : Good;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fault(parsed, exception);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    // Of a device that dials in the key stands under its port of the domain, and is shown where the gateway has that port open.
    private static RemoteRequest? Through(DialInPort? port, RemoteRequest request, TunnelOptions options, out string? no)
    {
        no = port is null ? null
            : port.Service != Service.Ssh ? $"no ssh port of {port.Device.Name}"
            : port.Member is null ? $"leads to one of the pair {port.Device.Name}; scan their own ports"
            : null;
        if (no is not null) return null;
        return port is null ? request : request.OfDialIn(keysOnly: true).FoundAt(options.IsPublishedEverywhere ? IPAddress.Loopback : options.Publish, port.Port, port.Port);
    }

    private static int On(ParseResult parsed, Func<GatewayConfiguration, KnownHosts, TextWriter, int> act)
    {
        if (Load(parsed) is not { } configuration) return Unread;
        try
        {
            return act(configuration, new KnownHosts(configuration.Ssh.KnownHosts), parsed.InvocationConfiguration.Output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fault(parsed, exception);
        }
    }

    private static HostKey[] Read(string file)
    {
        string text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        return [.. text.Split('\n').Select(line => HostKey.TryRead(line.Trim(), out var key) ? key : null).OfType<HostKey>()];
    }

    private static string Line(HostKey key) => $"{key.Name}  {key.Type}  {key.Fingerprint}";

    private static int Fault(ParseResult parsed, Exception exception)
    {
        parsed.InvocationConfiguration.Error.WriteLine(exception.Message);
        return Unread;
    }

    private static GatewayConfiguration? Load(ParseResult parsed)
    {
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (!result.IsGood)
            foreach (string line in FaultReport.Lines(result)) parsed.InvocationConfiguration.Error.WriteLine(line);
        return result.Configuration;
    }
}
