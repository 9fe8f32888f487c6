using System.CommandLine;
using Gateway.Access.Records;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary>Runs a command on what a gateway keeps: 0 after it is done, 1 if it was refused, 2 if something could not be read.</summary>
internal static class StoreActing
{
    private const int Good = 0;
    private const int Refused = 1;
    private const int Unread = 2;

    /// <summary>Has a command read the configuration and act.</summary>
    /// <typeparam name="TRefusal">What says, in words for people, that it cannot be done.</typeparam>
    public static Command Set<TRefusal>(Command command, Func<ParseResult, GatewayConfiguration, InvocationConfiguration, Task> act) where TRefusal : Exception
    {
        command.SetAction(async (parsed, _) =>
        {
            var console = parsed.InvocationConfiguration;
            var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: true, checkFiles: false);
            if (result.Configuration is not { } configuration)
            {
                foreach (string line in FaultReport.Lines(result)) await console.Error.WriteLineAsync(line);
                return Unread;
            }
            try
            {
                await act(parsed, configuration, console);
                return Good;
            }
            catch (TRefusal refusal)
            {
                await console.Error.WriteLineAsync(refusal.Message);
                return Refused;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RecordsUnavailableException)
            {
                await console.Error.WriteLineAsync($"{exception.Message.TrimEnd('.')}.");
                return Unread;
            }
        });
        return command;
    }
}
