using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>An address the gateway listens on.</summary>
/// <param name="IsHttps">Whether connections are encrypted by the gateway itself.</param>
/// <param name="Host">An IPv4 address, an IPv6 address without brackets, <c>localhost</c>, or <c>*</c> for every address.</param>
/// <param name="Port">TCP port, 0 to 65535; 0 lets the system choose.</param>
public sealed partial record ListenAddress(bool IsHttps, string Host, int Port)
{
    /// <summary>The address of a gateway whose file names none.</summary>
    public static ListenAddress Default { get; } = new(false, "127.0.0.1", 5000);

    /// <summary>Whether only this machine can reach the address.</summary>
    public bool IsLoopback => Host == "localhost" || IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>Whether it stands for every address of the machine, so that it does not say where to connect to.</summary>
    public bool IsEverywhere => Host is "*" or "0.0.0.0" or "::";

    /// <summary>Whether one process cannot listen on both.</summary>
    public bool Overlaps(ListenAddress other) =>
        Port != 0 && Port == other.Port && (Host == other.Host || IsEverywhere || other.IsEverywhere);

    /// <summary>Reads an address such as <c>http://127.0.0.1:5000</c>.</summary>
    /// <exception cref="FormatException">It is none that can be listened on.</exception>
    public static ListenAddress Parse(string text) =>
        TryParse(text, out var address) ? address! : throw new FormatException($"'{text}' is not an address to listen on.");

    /// <summary>
    /// Reads an http or https URL without a path. The host is an IP address, <c>localhost</c> or <c>*</c>:
    /// Kestrel would take any other name for <c>*</c> and so listen wider than was meant.
    /// </summary>
    public static bool TryParse(string? text, out ListenAddress? address)
    {
        address = null;
        var match = Shape().Match(text ?? "");
        if (!match.Success)
            return false;
        var isHttps = match.Groups["scheme"].Value == "https";
        var host = match.Groups["host"].Value;
        if (host is not ("localhost" or "*"))
        {
            if (!IPAddress.TryParse(host, out var ip) || !IsPlain(host, ip))
                return false;
            host = ip.ToString();
        }
        var port = isHttps ? 443 : 80;
        if (match.Groups["port"].Success && !int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out port))
            return false;
        // Kestrel cannot choose one port for the two addresses that localhost stands for.
        if (port > 65535 || port == 0 && host == "localhost")
            return false;
        address = new ListenAddress(isHttps, host, port);
        return true;
    }

    /// <summary>The URL that Kestrel takes.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return string.Create(CultureInfo.InvariantCulture, $"{(IsHttps ? "https" : "http")}://{host}:{Port}");
    }

    // IPAddress also reads "1" and "0x7f.1", which nobody means.
    private static bool IsPlain(string host, IPAddress address) =>
        host.Contains(':', StringComparison.Ordinal) || host == address.ToString();

    [GeneratedRegex(@"\A(?<scheme>https?)://(?:\[(?<host>[0-9A-Fa-f:.]+)\]|(?<host>[A-Za-z0-9.*-]+))(?::(?<port>[0-9]{1,5}))?/?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
