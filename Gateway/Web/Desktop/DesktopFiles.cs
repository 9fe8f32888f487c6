using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Web.Desktop;

/// <summary>Makes the files, command lines and links that start a person's own program. Every value in them is of a few harmless characters.</summary>
internal sealed partial class DesktopFiles(DeviceHostKeys keys)
{
    private static readonly Dictionary<string, string> Templates = new[] { "port.sh", "https.sh", "telnet.sh", "port.cmd", "https.cmd", "putty.cmd", "relay.py", "relay.ps1" }.ToDictionary(name => name, Read);

    /// <summary>Makes everything about an offer.</summary>
    /// <param name="session">The session.</param>
    /// <param name="summary">The same, as it is shown.</param>
    /// <param name="host">Where a program connects to that comes at a port.</param>
    /// <param name="gateway">The gateway's own address with its path.</param>
    /// <param name="ticket">The ticket's secret; null at a port.</param>
    public DesktopOffer Make(DesktopSession session, DesktopSummary summary, string host, Uri gateway, string? ticket)
    {
        var known = session.Remote.Method.Name == "ssh" ? keys.Of(session.Remote.Target) : [];
        string[] fingerprints = [.. known.Select(DeviceHostKeys.Fingerprint)];
        string alias = keys.NameOf(session.Remote.Target), port = (session.Port ?? 0).ToString(CultureInfo.InvariantCulture), user = session.Remote.User;
        string plainHost = host.Trim('[', ']');
        var values = new Dictionary<string, string>
        {
            ["place"] = summary.Place,
            ["user"] = user,
            ["host"] = plainHost,
            ["port"] = port,
            ["alias"] = alias,
            ["ticket"] = ticket ?? "",
            ["url"] = $"{(gateway.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{gateway.Authority}{gateway.AbsolutePath.TrimEnd('/')}{DesktopRoutes.Path}",
            ["until"] = session.Expires.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            // Without a key on record the person is asked, as at every first time.
            ["strict"] = known.Count > 0 ? "yes" : "ask",
            ["puttykeys"] = string.Concat(fingerprints.Select(key => $" -hostkey {key}")),
        };
        // A tilde is one at the beginning of a word only (POSIX, Tilde Expansion), and the address stands in quotes.
        foreach (var (name, value) in values)
            if (!Harmless().IsMatch(name == "url" ? value.Replace("~", "", StringComparison.Ordinal) : value)) throw new InvalidOperationException($"'{value}' cannot be written into a file as {name}.");
        values["keys"] = string.Join('\n', known.Select(key => $"{alias} {key}"));
        values["python"] = Templates["relay.py"];
        values["powershell"] = Templates["relay.ps1"];
        return new DesktopOffer(summary, session.OverHttps ? gateway.Authority : plainHost, (int)Math.Ceiling((session.Expires - session.Made).TotalSeconds),
            session.OverHttps ? "" : session.Remote.Method.Name == "ssh" ? $"ssh -p {port} -l {Quoted(user)} {plainHost}" : $"telnet {plainHost} {port}",
            session.OverHttps ? "" : $"{session.Remote.Method.Name}://{Uri.EscapeDataString(user)}@{Bracketed(plainHost)}:{port}", fingerprints, Make(session, values));
    }

    private static DesktopFile[] Make(DesktopSession session, Dictionary<string, string> values)
    {
        string name = $"gateway-{session.Remote.Target.Device ?? session.Remote.Port.ToString(CultureInfo.InvariantCulture)}";
        bool ssh = session.Remote.Method.Name == "ssh";
        string unix = Fill(session.OverHttps ? "https.sh" : ssh ? "port.sh" : "telnet.sh");
        var files = new List<DesktopFile> { new(name + ".sh", "linux", unix), new(name + ".command", "macos", unix) };
        if (ssh) files.Add(new DesktopFile(name + ".cmd", "windows", ForWindows(Fill(session.OverHttps ? "https.cmd" : "port.cmd"))));
        if (!session.OverHttps)
        {
            values["protocol"] = session.Remote.Method.Name;
            files.Add(new DesktopFile(name + "-putty.cmd", "putty", ForWindows(Fill("putty.cmd"))));
        }
        return [.. files];

        string Fill(string template) => Place().Replace(Place().Replace(Templates[template], Value), Value); // those in a template within a template too
        string Value(Match place) => values.GetValueOrDefault(place.Groups[1].Value) ?? throw new InvalidOperationException($"A template has a place for {place.Groups[1].Value}, which is nothing.");
    }

    private static string ForWindows(string text) => text.Replace("\n", "\r\n", StringComparison.Ordinal);

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    // The only one among a user's letters that a shell reads.
    private static string Quoted(string user) => user.Contains('\\', StringComparison.Ordinal) ? $"'{user}'" : user;

    private static string Read(string name)
    {
        using var stream = typeof(DesktopFiles).Assembly.GetManifestResourceStream($"Gateway.Web.Desktop.{name}") ?? throw new InvalidOperationException($"The program lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();

    // Nothing that ends a quoted word or a line of sh, cmd, PowerShell or Python.
    [GeneratedRegex(@"\A[A-Za-z0-9._@+:/\\\[\] =-]*\z")]
    private static partial Regex Harmless();
}
