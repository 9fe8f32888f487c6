using System.Text.Json;
using Gateway.Access;
using Gateway.Methods;
using Gateway.Terminals;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>The directory in Redis, of all nodes. What this node writes there is <see cref="RedisDirectoryPart"/>'s.</summary>
internal sealed class RedisDirectory(RedisLink link, RedisKeys keys, RedisEpoch epoch, NodeTable nodes, RedisDirectoryPart part, ClusterOptions options) : IDirectory
{
    public async Task<ClaimFailure?> ClaimAsync(string terminal, string owner, string address, RemoteRequest request, TerminalSize size)
    {
        var entry = DirectoryEntry.Of(owner, request, size, DateTimeOffset.UtcNow, running: true);
        part.Claim(terminal);
        try
        {
            string? answer = (string?)await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.Claim,
                [keys.Nodes, keys.Visitor(owner), keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId), keys.VisitorOpens(owner), keys.AddressOpens(address)],
                [
                    keys.NodePrefix, nodes.SelfId, terminal, RedisDirectoryPart.Json(entry), options.PerVisitor, options.PerGateway,
                    options.OpensPerMinute, options.OpensPerMinute * OpenRate.AddressFactor, RedisKeys.Milliseconds(RedisKeys.DirectoryLife), RedisKeys.Milliseconds(RedisKeys.VisitorLife),
                ]));
            if (answer == "ok") return null;
            part.Unclaim(terminal);
            return answer switch { "visitor" => ClaimFailure.VisitorLimit, "gateway" => ClaimFailure.GatewayLimit, _ => ClaimFailure.Rate };
        }
        catch (RedisUnavailableException)
        {
            return null; // this node's own limits still count
        }
    }

    public void Release(string terminal, string owner) => part.Release(terminal, owner);

    public void Note(Terminal terminal) => part.Note(terminal);

    public async Task<DirectoryAnswer> FindAsync(string terminal)
    {
        try
        {
            var answer = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Find, [keys.Nodes, keys.Epoch], [keys.NodePrefix, terminal]));
            return answer is [_, var node, var entry, var record] ? new DirectoryAnswer([Place(terminal, node, entry, record)], IsSure: true) : new DirectoryAnswer([], IsSure(answer[0]));
        }
        catch (RedisUnavailableException)
        {
            return DirectoryAnswer.None;
        }
    }

    public async Task<DirectoryAnswer> ListAsync(string owner)
    {
        try
        {
            var answer = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.List, [keys.Visitor(owner), keys.Epoch], [keys.NodePrefix]));
            var places = answer.Skip(1).Chunk(4).Select(one => Place((string)one[0]!, one[1], one[2], one[3])).Where(place => place.Node != nodes.SelfId);
            return new DirectoryAnswer([.. places], IsSure(answer[0]));
        }
        catch (RedisUnavailableException)
        {
            return DirectoryAnswer.None;
        }
    }

    // A node that is away, or has yet to write its part again, may have what was not found.
    private bool IsSure(RedisResult word) =>
        !epoch.IsUnsure((string?)word) && nodes.Others.All(node => node.State != NodeState.Lost && node.Record.Epoch == epoch.Current);

    private static DirectoryPlace Place(string terminal, RedisResult node, RedisResult entry, RedisResult record) => new(
        terminal, (string)node!, JsonSerializer.Deserialize((string)entry!, ClusterJson.Default.DirectoryEntry)!, NodeRecord.Read((string?)record));
}
