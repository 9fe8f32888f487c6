using System.CommandLine;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Telemetry;

namespace Gateway.Commands;

/// <summary><c>gateway status</c>: how a running gateway is, asked through the socket in its data folder.</summary>
public static class StatusCommand
{
    private const int Well = 0;
    private const int Degraded = 1;
    private const int Unread = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly Option<bool> Json = new("--json") { Description = "Print what the gateway answers, as JSON." };
    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Ask again every two seconds, until Ctrl-C." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("status", """
            Show how a running gateway is: its nodes, their terminals, Redis, and what is wrong.
            It asks the socket operations.sock in the data folder that the configuration names, which only the gateway's own account and root may do.
            Exit codes: 0 all is well, 1 something is degraded (a node is lost, Redis is down, no terminal can be opened), 2 the gateway is not running or cannot be asked.
            """) { Json, Watch };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        // The files that the configuration names are not looked at: whoever asks need not be able to read them.
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (!result.IsGood)
            foreach (string line in FaultReport.Lines(result)) await console.Error.WriteLineAsync(line);
        // A gateway that was started before the file had faults goes on.
        if (result.Data is not { } data) return Unread;
        if (GatewayConfiguration.SocketIn(data) is not { } socket)
        {
            await console.Error.WriteLineAsync($"There is no socket to ask: the data folder's path is too long for one: {data}");
            return Unread;
        }
        bool watch = parsed.GetValue(Watch), terminal = console.Output == Console.Out && !Console.IsOutputRedirected;
        try
        {
            int code = await ShowAsync();
            while (watch)
            {
                await Task.Delay(Pause, cancellation);
                code = await ShowAsync();
            }
            return code;
        }
        catch (OperationCanceledException)
        {
            return Well; // Ctrl-C is how one stops to watch
        }

        async Task<int> ShowAsync()
        {
            var (code, lines, isError) = await LinesAsync(socket, parsed.GetValue(Json), terminal, cancellation);
            var output = isError && !watch ? console.Error : console.Output;
            // Only now, so that nothing flickers while the answer is awaited: to the corner, and clear what is there.
            if (watch && terminal) await output.WriteAsync("\e[H\e[2J");
            foreach (string line in lines) await output.WriteLineAsync(line);
            if (watch && !terminal) await output.WriteLineAsync();
            await output.FlushAsync(cancellation);
            return code;
        }
    }

    private static async Task<(int Code, IEnumerable<string> Lines, bool IsError)> LinesAsync(string socket, bool json, bool terminal, CancellationToken cancellation)
    {
        try
        {
            string answer = await StatusClient.AskAsync(socket, cancellation);
            var status = JsonSerializer.Deserialize<GatewayStatus>(answer, GatewayStatus.Json) ?? throw new JsonException("null");
            bool colours = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            return (status.Problems().Any() ? Degraded : Well, json ? [answer] : StatusTable.Lines(status, terminal ? Console.WindowWidth : int.MaxValue, colours), false);
        }
        catch (StatusUnreadException exception)
        {
            return (Unread, [exception.Message], true);
        }
        catch (JsonException exception)
        {
            return (Unread, [$"{socket}: the answer is no gateway's of this version ({exception.Message})."], true);
        }
    }
}
