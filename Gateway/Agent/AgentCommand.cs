using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gateway.Agent;

/// <summary><c>gateway agent</c>: the side of a device that dials in by WebSocket. The same commands are the program <c>gateway-agent</c>.</summary>
public static class AgentCommand
{
    private const int Good = 0;
    private const int Refused = 1;
    private const int Failed = 2;

    private const string Words = """
        Keep this device connected to a gateway, so that its ssh server, and if you like its pages and another application, become ports of the gateway's domain.
        One HTTPS connection goes out, through proxies where there are any; nothing listens on the device.
        The small program gateway-agent has the same commands: "gateway-agent run" is "gateway agent run".
        Exit codes: 0 done, 1 refused or not connected, 2 it could not be tried.

        Examples:
          gateway agent enrol https://gateway.example sop001 abcde-fghjk-mnpqr-stvwx     (a code from "gateway device enrol sop001")
          gateway agent enrol https://gateway.example sop001 --http 127.0.0.1:80
          gateway agent run
          gateway agent status
          ssh -N -R 10022:localhost:22 -o ProxyCommand='gateway agent pipe https://gateway.example' gateway@gateway.example
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("agent", Words);
        AddTo(command);
        return command;
    }

    /// <summary>Makes the same commands for a program of its own.</summary>
    public static RootCommand CreateRoot()
    {
        var root = new RootCommand(Words);
        AddTo(root);
        return root;
    }

    private static void AddTo(Command command)
    {
        command.Add(AgentOptions.State);
        foreach (var one in (Command[])[Enrol(), Run(), Asking("status", "Show how the running agent is: connected since when, or why not."), Log(), Asking("stop", "Disconnect, and stay away until \"start\", also after a restart."), Asking("start", "Connect again."), Pipe()])
            command.Add(one);
    }

    private static Command Enrol()
    {
        var url = new Argument<string>("URL") { Description = "The gateway's address: https://gateway.example" };
        var name = new Argument<string>("NAME") { Description = "The device's name at the gateway." };
        var code = new Argument<string?>("CODE") { Description = "A code from the gateway that counts once; \"-\" reads it from standard input. Without one the line to paste at the gateway is printed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("enrol", "Make this device's key if it has none, keep the settings, and bring the public key to the gateway.") { url, name, code };
        AgentOptions.AddPublishing(command);
        return Set(command, async (parsed, state, console, cancellation) =>
        {
            var settings = AgentOptions.Over(parsed, new AgentSettings()) with { Url = parsed.GetRequiredValue(url), Name = parsed.GetRequiredValue(name) };
            settings.Check();
            if (settings.TokenFile is not null)
            {
                state.Create();
                AgentIdentity.Read(settings, state).Dispose();
                state.Write(settings);
                await console.Output.WriteLineAsync($"The token is this device's identity. Start it: {AgentVersion.Program} run");
                return Good;
            }
            using var key = AgentKey.ReadOrMake(state);
            string line = key.PublicLine();
            if (parsed.GetValue(code) is not { } given)
            {
                state.Write(settings);
                await console.Output.WriteLineAsync($"This device's public key:\n\n    {line}\n\nAt the gateway:\n\n    {AgentEnrolment.Line(settings, line)}\n\nThen here: {AgentVersion.Program} run");
                return Good;
            }
            if (await AgentEnrolment.SendAsync(settings, line, given == "-" ? Console.ReadLine() ?? "" : given, cancellation) is { } reason)
            {
                await console.Error.WriteLineAsync($"The gateway did not take it: {AgentLog.Printable(reason)}");
                return Refused;
            }
            state.Write(settings);
            await console.Output.WriteLineAsync($"{settings.Name} is enrolled at {settings.Url}. Start it: {AgentVersion.Program} run");
            return Good;
        });
    }

    private static Command Run()
    {
        var command = new Command("run", "Connect, and stay connected: the service. The log goes to standard output too. SIGTERM and Ctrl-C end it.") { AgentOptions.Url, AgentOptions.Name };
        AgentOptions.AddPublishing(command);
        return Set(command, async (parsed, state, console, cancellation) =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            await new AgentRun(AgentOptions.Over(parsed, state.Read()), state, console.Output, TimeProvider.System).RunAsync(ending.Token);
            return Good;

            void Stop(PosixSignalContext context)
            {
                context.Cancel = true;
                ending.Cancel();
            }
        });
    }

    private static Command Log()
    {
        var lines = new Option<int>("--lines", "-n") { Description = string.Create(CultureInfo.InvariantCulture, $"How many lines, 1 to {AgentLog.MostLines}."), HelpName = "N", DefaultValueFactory = _ => 20 };
        return Set(new Command("log", "Show the end of the agent's log.") { lines }, async (parsed, state, console, _) =>
        {
            foreach (string line in AgentLog.End(state.LogFile, parsed.GetValue(lines))) await console.Output.WriteLineAsync(line);
            return Good;
        });
    }

    private static Command Pipe()
    {
        var url = new Argument<string>("URL") { Description = "The gateway's address: https://gateway.example" };
        var command = new Command("pipe", "Standard input and output to the gateway's ssh server over HTTPS: for ssh's ProxyCommand, where no port but 443 is open.") { url };
        AgentOptions.AddDialing(command);
        return Set(command, async (parsed, _, _, cancellation) =>
        {
            await using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
            await AgentPipe.RunAsync(AgentOptions.Over(parsed, new AgentSettings()) with { Url = parsed.GetRequiredValue(url) }, input, output, cancellation);
            return Good;
        });
    }

    private static Command Asking(string word, string words) => Set(new Command(word, words), async (_, state, console, cancellation) =>
    {
        var (code, text) = await AgentCaller.AskAsync(state, word, cancellation);
        await console.Output.WriteAsync(text);
        return code;
    });

    private static Command Set(Command command, Func<ParseResult, StateFolder, InvocationConfiguration, CancellationToken, Task<int>> act)
    {
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await act(parsed, AgentOptions.Folder(parsed), parsed.InvocationConfiguration, cancellation);
            }
            catch (AgentException exception)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(exception.Message);
                return Failed;
            }
        });
        return command;
    }
}
