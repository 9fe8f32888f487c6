using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Web;

/// <summary>The built pages of the web client, read once, with their few places for the server's words.</summary>
internal sealed partial class PageTemplates
{
    private readonly string _home, _terminal, _error, _signIn, _me, _admin, _recordings, _recording, _devices, _connect, _tunnels;

    public PageTemplates(WebOptions options)
    {
        _home = Read("home.html");
        _terminal = Read("terminal.html");
        _signIn = Read("signin.html");
        _me = Read("me.html");
        _admin = Read("admin.html");
        _recordings = Read("recordings.html");
        _recording = Read("recording.html");
        _devices = Read("devices.html");
        _tunnels = Read("tunnels.html");
        _connect = Read("connect.html");
        _error = Read("error.html");

        string Read(string name)
        {
            string path = Path.Combine(options.ClientFolder, name);
            return File.Exists(path) ? File.ReadAllText(path)
                : throw new InvalidOperationException($"The web client is not built: {path} is missing. Run 'make build'.");
        }
    }

    public Task WriteHomeAsync(HttpContext context, PageData data) => WriteAsync(context, _home, data);

    public Task WriteTerminalAsync(HttpContext context, PageData data) => WriteAsync(context, _terminal, data);

    /// <summary>One of the pages of people: <c>signin</c>, <c>me</c>, <c>admin</c>, <c>recordings</c>, <c>recording</c>, <c>devices</c>, <c>tunnels</c> or <c>connect</c>.</summary>
    public Task WriteAsync(HttpContext context, PageData data) => WriteAsync(context, data.Page switch
    {
        "signin" => _signIn,
        "me" => _me,
        "admin" => _admin,
        "recordings" => _recordings,
        "recording" => _recording,
        "devices" => _devices,
        "tunnels" => _tunnels,
        "connect" => _connect,
        var unknown => throw new InvalidOperationException($"There is no page {unknown}."),
    }, data);

    public Task WriteErrorAsync(HttpContext context, int status, Refusal refusal, PageData data)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, _error, data, status, refusal);
    }

    private static Task WriteAsync(HttpContext context, string page, PageData data, int status = StatusCodes.Status200OK, Refusal? refusal = null)
    {
        data = data with { Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)) };
        SecurityHeaders.AllowStyles(context.Response, data.Nonce);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        // In one pass: words from a link are never searched for places themselves.
        return context.Response.WriteAsync(Place().Replace(page, place => HtmlEncoder.Default.Encode(place.Groups[1].Value switch
        {
            "base" => data.Base,
            "nonce" => data.Nonce,
            "data" => JsonSerializer.Serialize(data, JsonSerializerOptions.Web),
            "status" => status.ToString(CultureInfo.InvariantCulture),
            "title" => refusal?.Title ?? "",
            "hint" => refusal?.Detail ?? "",
            var unknown => throw new InvalidOperationException($"A template has a place for {unknown}, which is nothing."),
        })));
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
