using System.Text;

namespace Gateway.Agent.Protocol;

/// <summary>Addresses, limits and the signature of the agents' protocol, version 1.</summary>
public static class AgentWire
{
    /// <summary>The WebSocket sub-protocol (RFC 6455, 1.9).</summary>
    public const string SubProtocol = "gateway-agent.1";

    /// <summary>Where agents dial, below the gateway's path base.</summary>
    public const string ControlPath = "/agent";

    /// <summary>
    /// Where streams are opened: this, the node's id, a slash and the stream's name, 32 hexadecimal digits in small letters that
    /// count once. Bytes travel in binary messages of any size. An empty one says that no more comes in its direction, and the
    /// other one goes on; after both either end closes the WebSocket. One that closes or breaks before that cuts the stream.
    /// </summary>
    public const string StreamPath = "/agent/stream/";

    /// <summary>Where a device's own ssh comes by way of WebSocket to the gateway's sshd; bytes travel as in <see cref="StreamPath"/>.</summary>
    public const string SshPath = "/agent/ssh";

    /// <summary>Where a key is enrolled.</summary>
    public const string EnrolPath = "/agent/enrol";

    /// <summary>Largest message on the control connection, in bytes.</summary>
    public const int LargestMessage = 64 * 1024;

    /// <summary>How long an agent may take to say who it is, and to open a stream.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is signed: who, to whom, and this once.</summary>
    public static byte[] ToSign(string origin, string nonce, string device, string member) => Encoding.UTF8.GetBytes($"{SubProtocol}\n{origin}\n{nonce}\n{device}\n{member}");
}
