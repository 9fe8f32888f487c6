using System.Collections.Concurrent;
using Gateway.Tests.Harness;
using Microsoft.Playwright;

namespace Gateway.Tests.Browser;

/// <summary>One person's browser, with as many tabs as they open.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly List<string> _expected = [];
    private readonly Uri _address;

    private Visitor(IBrowserContext context, Uri address) => (Context, _address) = (context, address);

    public IBrowserContext Context { get; }

    /// <summary>Errors, uncaught exceptions and policy violations of all pages, without those that were announced.</summary>
    public IEnumerable<string> Complaints => _said.Where(said => !_expected.Any(said.Contains));

    public static async Task<Visitor> CreateAsync(IBrowser browser, Uri address, BrowserNewContextOptions options)
    {
        options.ViewportSize ??= new() { Width = 1000, Height = 640 };
        options.Permissions = ["clipboard-read", "clipboard-write"];
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)HubClient.Patience.TotalMilliseconds);
        var visitor = new Visitor(context, address);
        context.Page += (_, page) =>
        {
            page.Console += (_, message) => visitor.Keep(message.Type == "error", message.Text);
            page.PageError += (_, error) => visitor.Keep(true, error);
        };
        await context.AddInitScriptAsync(Probe.Script);
        return visitor;
    }

    /// <summary>Announces a complaint that belongs to what is tested.</summary>
    public Visitor Expects(string part)
    {
        _expected.Add(part);
        return this;
    }

    public async Task<Tab> GoAsync(string path)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(new Uri(_address, path).AbsoluteUri);
        return new Tab(page);
    }

    /// <summary>Opens a link to a server's shell and waits for its prompt.</summary>
    public async Task<Tab> OpenAsync(SshServer server, string query = "")
    {
        var tab = await GoAsync(Link(server) + query);
        await tab.StateAsync("live");
        await tab.ExpectAsync("$ ");
        return tab;
    }

    public static string Link(SshServer server) => $"remote/ssh/{SshServer.User}/{server.Port}";

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private void Keep(bool complaint, string text)
    {
        if (complaint && !Probe.IsNoise(text)) _said.Enqueue(text);
    }
}
