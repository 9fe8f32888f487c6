using System.CommandLine;
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
    public static Command Set(Command command, Func<ParseResult, CredentialParts, InvocationConfiguration, Task> act) => StoreActing.Set<CredentialException>(command, async (parsed, configuration, console) =>
    {
        // Its sockets are this command's own: the gateway that runs clears its folder when it starts.
        string folder = PrivateFolder.InMemory();
        try
        {
            await using var provider = await CredentialRooms.OpenAsync(configuration, folder);
            await act(parsed, new CredentialParts(provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CredentialKeeping>()), console);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });
}
