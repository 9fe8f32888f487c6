using System.Security.Cryptography;
using System.Text;
using Gateway.Access.Records;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>Every key and channel that the gateway uses in Redis, and what keeps it from staying for ever.</summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>A node that has not been heard of for this long is not there.</summary>
    public static readonly TimeSpan NodeLife = TimeSpan.FromSeconds(5);

    /// <summary>How long the directory outlives its node, so that pages can be told what became of their terminals.</summary>
    public static readonly TimeSpan DirectoryLife = TimeSpan.FromSeconds(20);

    /// <summary>How long what all nodes share outlives the last node.</summary>
    public static readonly TimeSpan SharedLife = TimeSpan.FromDays(90);

    /// <summary>How long a visitor's index may go unrefreshed; refreshed every third of it.</summary>
    public static readonly TimeSpan VisitorLife = TimeSpan.FromHours(3);

    /// <summary>How long what was found out about devices is kept; each node writes its own again every sixth of it.</summary>
    public static readonly TimeSpan StatesLife = TimeSpan.FromHours(1);

    /// <summary>Hash, device, colon and protocol to how that port was found and since when. <see cref="StatesLife"/>.</summary>
    public RedisKey DeviceStates => prefix + "devices:states";

    /// <summary>How long the last word about connected devices is kept; each node writes its own again every 15 seconds.</summary>
    public static readonly TimeSpan TunnelsLife = TimeSpan.FromMinutes(15);

    /// <summary>Hash, node id to the devices that are connected to that node. <see cref="TunnelsLife"/>; nodes remove what those that are long gone have left.</summary>
    public RedisKey Tunnels => prefix + "tunnels";

    /// <summary>String, a random value: Redis was emptied if it is missing. <see cref="SharedLife"/>, refreshed by every heartbeat.</summary>
    public RedisKey Epoch => prefix + "epoch";

    /// <summary>String, the key that signs what nodes say to each other. <see cref="SharedLife"/>, refreshed by every heartbeat.</summary>
    public RedisKey NodeKey => prefix + "nodekey";

    /// <summary>Hash, data-protection key id to its XML. <see cref="SharedLife"/>, refreshed by every heartbeat.</summary>
    public RedisKey Protection => prefix + "protection";

    /// <summary>Sorted set, node id by the time of its last heartbeat on Redis's clock. Members are dropped after a minute.</summary>
    public RedisKey Nodes => prefix + "nodes";

    /// <summary>What the keys of a node begin with, to be followed by its id.</summary>
    public string NodePrefix => prefix + "node:";

    /// <summary>String, what a node says of itself. <see cref="NodeLife"/>, refreshed by its heartbeat.</summary>
    public RedisKey Node(string node) => NodePrefix + node;

    /// <summary>Hash, terminal to its entry: the directory, in one part a node. <see cref="DirectoryLife"/>, refreshed by the node's heartbeat.</summary>
    public RedisKey Terminals(string node) => NodePrefix + node + ":terminals";

    /// <summary>Set, terminals whose client runs. <see cref="DirectoryLife"/>, refreshed by the node's heartbeat.</summary>
    public RedisKey Running(string node) => NodePrefix + node + ":running";

    /// <summary>Hash, terminal to node, of one visitor. Nodes remove what is theirs; <see cref="VisitorLife"/>.</summary>
    public RedisKey Visitor(string visitor) => prefix + "visitor:" + visitor;

    /// <summary>Number of terminals that a visitor opened in this minute, which is when it expires.</summary>
    public RedisKey VisitorOpens(string visitor) => prefix + "opens:visitor:" + visitor;

    /// <summary>Number of terminals opened from an address in this minute, which is when it expires.</summary>
    public RedisKey AddressOpens(string address) => prefix + "opens:address:" + address;

    /// <summary>Hash, level and time of the attempts to sign in with one name, which is hashed. Expires when they are forgotten.</summary>
    public RedisKey PersonAttempts(string name) => prefix + "attempts:person:" + name;

    /// <summary>As <see cref="PersonAttempts"/>, of a name at an address from which it has once signed in.</summary>
    public RedisKey PairAttempts(string pair) => prefix + "attempts:pair:" + pair;

    /// <summary>As <see cref="PersonAttempts"/>, of an address.</summary>
    public RedisKey AddressAttempts(string address) => prefix + "attempts:address:" + address;

    /// <summary>String, there if a name has signed in from an address. <see cref="Access.AttemptRule.KnownLife"/>.</summary>
    public RedisKey KnownPair(string pair) => prefix + "attempts:known:" + pair;

    /// <summary>Hash of a session: data, sliding time and absolute end. Expires with the session.</summary>
    public RedisKey Session(string session) => prefix + "session:" + session;

    /// <summary>Number of ports that were handed out for desktop sessions, over all nodes. <see cref="SharedLife"/> after the last.</summary>
    public RedisKey DesktopPorts => prefix + "desktop:ports";

    /// <summary>What stands for a text that does not belong into a key.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    /// <summary>What the keys of records begin with, to be followed by kind, colon and id.</summary>
    public string RecordPrefix => prefix + "record:";

    /// <summary>Hash of a record: version, owner, JSON, its end in ticks, and whether it was removed. Expires with the record; where it was removed, an hour later.</summary>
    public RedisKey Record(RecordKind kind, string id) => RecordPrefix + RecordName(kind, id);

    /// <summary>What the indices of records begin with, to be followed by kind, colon and owner.</summary>
    public string RecordsPrefix => prefix + "records:of:";

    /// <summary>Sorted set, id to the time at which the record expires, of everybody's records of a kind. Expires with the last of them.</summary>
    public RedisKey Records(RecordKind kind) => prefix + "records:" + KindName(kind);

    /// <summary>The same, of one owner.</summary>
    public RedisKey RecordsOf(RecordKind kind, string owner) => RecordsPrefix + KindName(kind) + ":" + owner;

    /// <summary>Sorted set, kind, colon and id of what was removed, by the microsecond at which Redis heard of it. Expires with the last of them.</summary>
    public RedisKey Removed => prefix + "records:removed";

    /// <summary>Sorted set, the same by the time at which it may be forgotten. Expires with the last of them.</summary>
    public RedisKey RemovedEnds => prefix + "records:removed:ends";

    /// <summary>A record's name among those of all kinds.</summary>
    public static string RecordName(RecordKind kind, string id) => KindName(kind) + ":" + id;

    /// <summary>A kind as it stands in keys.</summary>
    public static string KindName(RecordKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>A time as Redis takes it.</summary>
    public static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    /// <summary>The one channel for small events.</summary>
    public RedisChannel Events => new(prefix + "events", RedisChannel.PatternMode.Literal);
}
