using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Cluster;

/// <summary>
/// What makes a request one of another node: a signature over what it asks, from whom and for whom, with the key that
/// the nodes share. It names the process it is for and the time on the clock they share, so it is worth nothing anywhere
/// else, nothing a second time and nothing later.
/// </summary>
public sealed class NodeRequests(NodeTable nodes, NodeKey key, RedisClock clock, TimeProvider time)
{
    /// <summary>How long a signed request is good, also for one whose clock is as much ahead.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromSeconds(30);

    /// <summary>What all headers between nodes begin with. From anybody else they are taken off.</summary>
    public const string Prefix = "X-Gateway-";

    private const string From = Prefix + "From", Client = Prefix + "Client", Scheme = Prefix + "Scheme", Nonce = Prefix + "Nonce", Time = Prefix + "Time", Signature = Prefix + "Signature";

    private readonly NonceMemory _seen = new(time);

    /// <summary>Signs a request to another node.</summary>
    /// <param name="request">The request, with method, address and cookies as they will be sent.</param>
    /// <param name="node">Id of the node it is for.</param>
    /// <param name="visitor">The request that is passed on, or null where the node asks for itself.</param>
    public void Sign(HttpRequestMessage request, string node, HttpContext? visitor)
    {
        var headers = request.Headers;
        string client = visitor?.Connection.RemoteIpAddress?.ToString() ?? "", scheme = visitor?.Request.Scheme ?? "http";
        string nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        headers.Add(From, nodes.SelfId);
        headers.Add(Client, client);
        headers.Add(Scheme, scheme);
        string now = (clock.Now ?? 0).ToString(CultureInfo.InvariantCulture);
        headers.Add(Nonce, nonce);
        headers.Add(Time, now);
        string cookies = headers.TryGetValues("Cookie", out var sent) ? string.Join("; ", sent) : "";
        string authorization = headers.TryGetValues("Authorization", out var shown) ? string.Join(", ", shown) : "";
        headers.Add(Signature, key.Sign(node, nodes.SelfId, client, scheme, nonce, now, request.Method.Method, request.RequestUri!.PathAndQuery, Digest(cookies, authorization)));
    }

    /// <summary>Whether a request is one of another node to this one, which is then shown as if it had come from the visitor himself.</summary>
    public bool Accept(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Request.Headers);
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        string client = headers[Client].ToString(), scheme = headers[Scheme].ToString(), nonce = headers[Nonce].ToString(), at = headers[Time].ToString();
        bool good = key.Verify(
            headers[Signature], nodes.SelfId, headers[From].ToString(), client, scheme, nonce, at, request.Method, target, Digest(headers.Cookie.ToString(), headers.Authorization.ToString()));
        if (!good || !IsNow(at) || !_seen.TryAdd(nonce)) return false;
        context.Connection.RemoteIpAddress = IPAddress.TryParse(client, out var address) ? address : null;
        request.Scheme = scheme == Uri.UriSchemeHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return true;
    }

    /// <summary>Takes off what only nodes may send.</summary>
    public static void Strip(IHeaderDictionary headers)
    {
        foreach (string name in headers.Keys.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList()) headers.Remove(name);
    }

    private bool IsNow(string at) =>
        clock.Now is { } now && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long then) && Math.Abs((double)now - then) <= Good.TotalMilliseconds;

    // Who is meant: no header holds a line's end. Without a token it reads as in versions that knew none.
    private static string Digest(string cookies, string authorization) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(authorization.Length == 0 ? cookies : $"{cookies}\n{authorization}")));
}
