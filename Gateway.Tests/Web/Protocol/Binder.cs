using System.Buffers;
using Gateway.Web;
using Gateway.Web.Protocol;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Tests.Web.Protocol;

/// <summary>What SignalR knows of a hub's methods, for messages that come without a hub.</summary>
internal sealed class Binder : IInvocationBinder
{
    public static readonly MessagePackHubProtocol Protocol = new();

    public Type Result { get; init; } = typeof(long);

    public Type Item { get; init; } = typeof(long);

    public Type GetReturnType(string invocationId) => Result;

    public Type GetStreamItemType(string streamId) => Item;

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
    {
        "Open" => [typeof(OpenRequest)],
        "Join" => [typeof(JoinRequest)],
        "Input" => [typeof(long), typeof(byte[])],
        "Output" or "Acknowledge" => [typeof(long)],
        "Resize" => [typeof(int), typeof(int)],
        "Close" => [typeof(string)],
        "Flags" => [typeof(bool), typeof(double)],
        "Upload" => [],
        _ => [], // as SignalR answers for a method that a hub does not have
    };

    /// <summary>Reads one message, which has to take all the bytes.</summary>
    public HubMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        if (!Protocol.TryParseMessage(ref input, this, out var message)) throw new InvalidOperationException("There is no whole message.");
        if (!input.IsEmpty) throw new InvalidOperationException($"{input.Length} bytes are left over.");
        return message;
    }

    public HubMessage Read(string hex) => Read(Convert.FromHexString(hex));
}
