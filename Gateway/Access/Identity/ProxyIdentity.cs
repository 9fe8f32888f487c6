using System.Net;

namespace Gateway.Access.Identity;

/// <summary>
/// Who a request is from, as the proxy that signs people in says in a header. Only that proxy's own connections are
/// believed: whoever else could reach the gateway would be whom he likes (CVE-2025-59951, CVE-2026-63329).
/// </summary>
public sealed partial class ProxyIdentity(SignInOptions options, TimeProvider time, ILogger<ProxyIdentity> log)
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private long _said = long.MinValue;

    /// <summary>Takes the headers off every request that the proxy did not send itself. Before forwarding headers are read, which change the address.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fromNode">Whether another node passes it on, which says nothing about people.</param>
    public void Guard(HttpContext context, bool fromNode)
    {
        if (options.Proxy is not { } proxy) return;
        var peer = context.Connection.RemoteIpAddress;
        bool trusted = !fromNode && peer is not null && proxy.From.Any(network => network.Contains(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer));
        var headers = context.Request.Headers;
        bool refused = !trusted && (headers.Remove(proxy.UserHeader) | (proxy.GroupsHeader is { } groups && headers.Remove(groups)));
        context.Features.Set(new Peer(trusted, refused && !fromNode));
        if (refused && !fromNode) Say(peer, proxy.UserHeader);
    }

    /// <summary>Whether a request was sent by the proxy.</summary>
    public static bool IsFromProxy(HttpContext context) => context.Features.Get<Peer>() is { IsProxy: true };

    /// <summary>Whether a request had the header although it was not sent by the proxy.</summary>
    public static bool WasRefused(HttpContext context) => context.Features.Get<Peer>() is { WasRefused: true };

    /// <summary>Whom the proxy names; null for nobody, or if what it says is not one name.</summary>
    public Person? Read(HttpContext context)
    {
        if (options.Proxy is not { } proxy || !IsFromProxy(context)) return null;
        var headers = context.Request.Headers;
        if (headers[proxy.UserHeader] is not [{ } name] || !Person.IsName(name) || name.Contains(',', StringComparison.Ordinal)) return null;
        if (proxy.GroupsHeader is not { } header || headers[header] is not { Count: > 0 } said) return new Person(SignInWay.Proxy, name, name, []);
        return said is [{ } list] && GroupNames.Of(list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) is { } groups
            ? new Person(SignInWay.Proxy, name, name, groups) : null;
    }

    /// <summary>Whether the proxy says that a request is from somebody else than whom the browser's cookie stands for.</summary>
    public bool Contradicts(HttpContext context, Person person) =>
        options.Proxy is { } proxy && IsFromProxy(context) && context.Request.Headers[proxy.UserHeader].Count > 0 && Read(context)?.Name != person.Name;

    // A stranger must not be able to fill the log.
    private void Say(IPAddress? peer, string header)
    {
        long now = time.GetUtcNow().Ticks, said = Interlocked.Read(ref _said);
        if (said != long.MinValue && now - said < SayEvery.Ticks || Interlocked.CompareExchange(ref _said, now, said) != said) return;
        LogRefused(log, header, peer);
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "ProxyHeaderRefused", Message = "The header {Header} came from {Address}, which is not in signIn.proxy.from, and was taken off. Somebody tries to be somebody else, or the proxy's address is missing there.")]
    private static partial void LogRefused(ILogger log, string header, IPAddress? address);

    private sealed record Peer(bool IsProxy, bool WasRefused);
}
