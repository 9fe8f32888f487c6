using System.Security.Cryptography;
using System.Text.Encodings.Web;

namespace Gateway.Web.DevicePages;

/// <summary>The gateway's own words where a device's pages are expected: without scripts, and nothing of the device's.</summary>
internal static class PlainPage
{
    /// <summary>Answers with one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="title">What is so, in a few words.</param>
    /// <param name="words">What to do about it.</param>
    /// <param name="link">A way on, with its address; null for none.</param>
    public static Task WriteAsync(HttpContext context, int status, string title, string words, (string Text, string Address)? link = null)
    {
        string more = link is { } way ? $"<p><a href=\"{Encode(way.Address)}\">{Encode(way.Text)}</a></p>" : "";
        return WriteAsync(context, status, title, $"<p>{Encode(words)}</p>{more}", "");
    }

    /// <summary>Goes on to another address of the same host, as a page of it, so that its strictest cookies come along.</summary>
    public static Task GoOnAsync(HttpContext context, string address) =>
        WriteAsync(context, StatusCodes.Status200OK, "One moment…", $"<p><a href=\"{Encode(address)}\">Go on</a></p>", $"<meta http-equiv=\"refresh\" content=\"0;url={Encode(address)}\">");

    /// <summary>Asks whether to go on, by a form of the page's own address.</summary>
    public static Task AskAsync(HttpContext context, string title, string words, string button) =>
        // Without a referrer browsers leave the origin out, and nobody would know that it is this page's form.
        WriteAsync(context, StatusCodes.Status200OK, title, $"<p>{Encode(words)}</p><form method=\"post\"><button>{Encode(button)}</button></form>", "<meta name=\"referrer\" content=\"same-origin\">");

    private static Task WriteAsync(HttpContext context, int status, string title, string body, string head)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        return response.WriteAsync($$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{{head}}<title>{{Encode(title)}}</title>
            <style nonce="{{nonce}}">:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}h1{font-size:1.4rem}</style>
            </head><body><main><h1>{{Encode(title)}}</h1>{{body}}</main></body></html>

            """);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
