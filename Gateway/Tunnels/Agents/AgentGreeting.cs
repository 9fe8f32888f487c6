using System.Collections.Immutable;
using System.Security.Cryptography;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>Finds out which device an agent is: a challenge that counts once, and its answer.</summary>
internal sealed class AgentGreeting(DialInBook book, TunnelHistory history, AuditLog audit, TimeProvider time) : IDisposable
{
    private const int NonceSize = 32;
    private const int LongestVersion = 40;
    private const int MostHostKeys = 16;

    // Who guesses waits for each answer.
    private static readonly TimeSpan Slowly = TimeSpan.FromSeconds(1);

    private static readonly Refused TooMany = new("limit", "Too many wrong keys or tokens came from this address. Wait a minute.", 60);
    private static readonly Refused OtherOrigin = new("unknown", "The address that the agent dialed is not one of this gateway. Operators: it is the setting publicUrl.", 60);
    private static readonly Refused OtherKey = new("unknown", $"Agents identify themselves with a key of the type {AgentProof.KeyType}; keys of other types are for ssh -R only.", 300);
    private static readonly Refused NoPorts = new("ports", "None of the services that the agent offers is published at the gateway.", 60);

    private static readonly Refused NotRead = new("unavailable", "The gateway does not know its devices yet. It will in a moment.", 5);

    private readonly WrongGuesses _wrong = new();

    /// <summary>Asks, and waits for the answer. Null if it is not let in, of which it has been told, or went away.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">Something else is spoken.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or the gateway stops.</exception>
    public async Task<AgentVisitor?> GreetAsync(AgentCall call, string version, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(AgentWire.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceSize));
        await call.Socket.SendAsync(new Challenge(nonce, version), either.Token);
        if (await call.Socket.ReceiveAsync(either.Token) is not Hello hello) return null;
        var (visitor, refused, why) = _wrong.MayTry(call.CountedFrom) ? Judge(hello, nonce, call.IsOwn) : (null, TooMany, "");
        // It may have been announced a moment ago, elsewhere.
        if (refused == AgentGoodbye.NotKnown && await HasNewsAsync()) (visitor, refused, why) = Judge(hello, nonce, call.IsOwn);
        if (refused is null) return visitor;
        if (why.Length > 0) Note(hello, call, why);
        await Task.Delay(Slowly, time, either.Token);
        await call.Socket.SendAsync(refused, either.Token);
        await call.Socket.FinishAsync(either.Token);
        await call.Socket.ReceiveAsync(either.Token); // so that the words arrive before the end does
        return null;
    }

    public void Dispose() => _wrong.Dispose();

    private async Task<bool> HasNewsAsync()
    {
        var before = book.Current;
        try
        {
            await book.LoadAsync();
        }
        catch (RecordsUnavailableException)
        {
            return false; // then what is known counts
        }
        return book.Current != before;
    }

    private (AgentVisitor?, Refused?, string Why) Judge(Hello hello, string nonce, Func<string, bool> isOwn)
    {
        // What the sender left out is null, whatever the type says.
        if (hello is not { Device: { Length: > 0 and <= 100 } name, Member: { } member, Origin: { Length: <= 300 } origin, Services: { } services, Version: { } version, HostKeys: { } hostKeys })
            return (null, AgentGoodbye.NotKnown, "its greeting is not whole");
        if (!isOwn(origin)) return (null, OtherOrigin, $"it dialed {Printable(origin, 100)}, which is not this gateway");
        if (hello.Key is { } key && !key.StartsWith(AgentProof.KeyType + " ", StringComparison.Ordinal)) return (null, OtherKey, "its key is of a type that is for ssh only");
        Member? which = member switch { "master" => Member.Master, "clone" => Member.Clone, _ => null };
        if (!book.IsRead) return (null, NotRead, "");
        var devices = book.Current;
        var (device, entry) = devices.Find(name) is { } found && which is { } one && found.Of(one) is { } its ? (found, its) : (null, null);
        if (hello.Key is not null)
        {
            // Whatever is known of it, the signature is looked at.
            bool signed = AgentProof.IsSigned(hello, nonce);
            bool belongs = devices.FindByKey(hello.Key) is { } owner && owner.Device.Name == name && owner.Member == which;
            if (!signed || !belongs || device is null) return (null, AgentGoodbye.NotKnown, signed ? "its key is not the one on record" : "its signature is wrong");
        }
        else if (!DialInSecrets.IsToken(entry, hello.Token ?? "") || device is null) return (null, AgentGoodbye.NotKnown, "its token is wrong");
        ImmutableHashSet<Service> carries = [.. services.Select(Named).OfType<Service>().Where(service => entry!.PortOf(service) is not null)];
        if (carries.IsEmpty) return (null, NoPorts, "it offers no service that is published");
        return (new AgentVisitor(device, which!.Value, hello.Key is null, carries, [.. hostKeys.OfType<string>().Take(MostHostKeys)], Printable(version, LongestVersion)), null, "");
    }

    // Once a minute and address: nobody pushes out what is worth reading.
    private void Note(Hello hello, AgentCall call, string why)
    {
        if (!_wrong.Count(call.CountedFrom)) return;
        var known = book.Current.Find(hello.Device ?? "");
        if (known is not null) history.Note(known.Name, TunnelEvent.Refused, hello.Member == "clone" ? Member.Clone : Member.Master, Road.WebSocket, call.From, why);
        audit.Write(new AuditEntry(AuditEvent.TunnelRefused) { Target = known?.Name, Address = call.From, Reason = $"WebSocket: {why}" });
    }

    private static Service? Named(string? word) => word switch { "ssh" => Service.Ssh, "http" => Service.Http, "app" => Service.App, _ => null };

    /// <summary>What somebody else has written, for a line of text.</summary>
    internal static string Printable(string text, int longest) => new([.. text.Take(longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
