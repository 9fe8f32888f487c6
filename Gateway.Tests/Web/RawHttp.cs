using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Web;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    public IReadOnlyList<string> Header(string name) =>
        [.. Head.Split("\r\n").Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}

/// <summary>Sends requests that a well-behaved client would not: any bytes in path and headers.</summary>
internal static partial class RawHttp
{
    /// <param name="gateway">Where to connect.</param>
    /// <param name="line">Method and target, for example <c>GET /../x</c>.</param>
    /// <param name="headers">Header lines; a Host is added unless one is among them.</param>
    public static async Task<RawAnswer> SendAsync(Uri gateway, string line, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Host, gateway.Port);
        await using Stream stream = gateway.Scheme == "https" ? new SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate is not null) : client.GetStream();
        if (stream is SslStream tls) await tls.AuthenticateAsClientAsync(gateway.Host);
        var request = new StringBuilder($"{line} HTTP/1.1\r\n");
        if (!headers.Any(header => header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))) request.Append($"Host: {gateway.Authority}\r\n");
        foreach (string header in headers) request.Append(header).Append("\r\n");
        if (!headers.Any(header => header.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase))) request.Append("Connection: close\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Append("\r\n").ToString()));
        return await ReadAsync(stream);
    }

    /// <summary>The headers of a WebSocket upgrade, without an Origin.</summary>
    public static string[] Upgrade(params string[] more) =>
        ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. more];

    private static async Task<RawAnswer> ReadAsync(Stream stream)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = new StringBuilder();
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, timeout.Token) is > 0 and var count)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                if (IsWhole(text.ToString())) break;
            }
        }
        catch (IOException)
        {
        }
        string answer = text.ToString();
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) throw new InvalidOperationException($"There is no whole answer: \"{answer}\"");
        return new RawAnswer(int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer[..end], answer[(end + 4)..]);
    }

    // A request for an upgrade leaves the connection open, accepted or not.
    private static bool IsWhole(string answer)
    {
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        string head = answer[..end];
        return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
            || (Length().Match(head) is { Success: true } length && Encoding.UTF8.GetByteCount(answer.AsSpan(end + 4)) >= int.Parse(length.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))
            || (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) && answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^Content-Length: (\d+)\r?$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
