using Gateway.Methods;
using Gateway.Terminals;

namespace Gateway.Cluster;

/// <summary>The directory of a gateway that is one node: what there is, the node has itself, and its own limits are the gateway's.</summary>
internal sealed class MemoryDirectory : IDirectory
{
    public Task<ClaimFailure?> ClaimAsync(string terminal, string owner, string address, RemoteRequest request, TerminalSize size) => Task.FromResult<ClaimFailure?>(null);

    public void Release(string terminal, string owner)
    {
    }

    public void Note(Terminal terminal)
    {
    }

    public Task<DirectoryAnswer> FindAsync(string terminal) => Task.FromResult(new DirectoryAnswer([], IsSure: true));

    public Task<DirectoryAnswer> ListAsync(string owner) => Task.FromResult(new DirectoryAnswer([], IsSure: true));
}
