using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Web;

/// <summary>The built pages of the web client, read once, with their few places for the server's words.</summary>
internal sealed class PageTemplates
{
    private readonly string _home, _terminal, _error;

    public PageTemplates(WebOptions options)
    {
        _home = Read("home.html");
        _terminal = Read("terminal.html");
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

    public Task WriteErrorAsync(HttpContext context, int status, Refusal refusal, PageData data)
    {
        context.Response.StatusCode = status;
        string page = _error
            .Replace("{{status}}", Encode(status.ToString(System.Globalization.CultureInfo.InvariantCulture)), StringComparison.Ordinal)
            .Replace("{{title}}", Encode(refusal.Title), StringComparison.Ordinal)
            .Replace("{{hint}}", Encode(refusal.Detail), StringComparison.Ordinal);
        return WriteAsync(context, page, data);
    }

    private static Task WriteAsync(HttpContext context, string page, PageData data)
    {
        data = data with { Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)) };
        SecurityHeaders.AllowStyles(context.Response, data.Nonce);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(page
            .Replace("{{base}}", Encode(data.Base), StringComparison.Ordinal)
            .Replace("{{nonce}}", Encode(data.Nonce), StringComparison.Ordinal)
            .Replace("{{data}}", Encode(JsonSerializer.Serialize(data, JsonSerializerOptions.Web)), StringComparison.Ordinal));
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
