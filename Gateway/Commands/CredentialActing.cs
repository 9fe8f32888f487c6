using System.CommandLine;
using Gateway.Configuration;
using Gateway.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Commands;

/// <summary>What a command about credentials works with.</summary>
internal sealed record CredentialParts(CredentialStore Store, CredentialKeeping Keeping)
{
    /// <summary>One of an owner by its name.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    public async Task<Credential> FindAsync(string owner, string name) =>
        (await Store.ListAsync(owner)).FirstOrDefault(one => one.Name == name) ?? throw new CredentialException($"There is no credential {name}{(owner.Length > 0 ? $" of {owner}" : "")}.");
}

/// <summary>Runs a command on the store of credentials.</summary>
internal static class CredentialActing
{
    private const int Good = 0;
    private const int Refused = 1;
    private const int Unread = 2;

    public static Command Set(Command command, Func<ParseResult, CredentialParts, InvocationConfiguration, Task> act)
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
            // Its sockets are this command's own: the gateway that runs clears its folder when it starts.
            string folder = PrivateFolder.InMemory();
            try
            {
                await using var provider = await CredentialRooms.OpenAsync(configuration, folder);
                await act(parsed, new CredentialParts(provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CredentialKeeping>()), console);
                return Good;
            }
            catch (CredentialException exception)
            {
                await console.Error.WriteLineAsync(exception.Message);
                return Refused;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await console.Error.WriteLineAsync($"{exception.Message.TrimEnd('.')}.");
                return Unread;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }
}
