using System.Net;

namespace Gateway;

/// <summary>The web pages of a demo device, on a port of 127.0.0.1.</summary>
internal sealed class DemoPages : IAsyncDisposable
{
    // Nothing is asked for from elsewhere, and no script runs: it is a device's page of the plainest kind.
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>NAME</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
          body { max-width: 40rem; margin: 10vh auto; padding: 0 1.5rem; }
          dl { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1.5rem; }
          dt { opacity: .7; } dd { margin: 0; }
        </style>
        <h1>NAME</h1>
        <p>These are the device’s own pages. It has no address that anybody could reach: it dialed in to the gateway.</p>
        <dl><dt>Model</dt><dd>Make-believe PBX</dd><dt>Lines in use</dt><dd>3 of 30</dd><dt>Firmware</dt><dd>DemoOS 4.2</dd><dt>Asked for</dt><dd>HOST</dd></dl>
        """;

    private readonly WebApplication _app;

    private DemoPages(WebApplication app, int port) => (_app, Port) = (app, port);

    /// <summary>The port of 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Serves the pages of a device of that name.</summary>
    public static async Task<DemoPages> StartAsync(string name, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Page.Replace("NAME", WebUtility.HtmlEncode(name), StringComparison.Ordinal).Replace("HOST", WebUtility.HtmlEncode(context.Request.Host.Value), StringComparison.Ordinal));
        });
        await app.StartAsync(cancellation);
        int port = new Uri(app.Urls.First()).Port;
        return new DemoPages(app, port);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
