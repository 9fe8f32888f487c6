using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Browser;

/// <summary>One Chromium, one sshd and one gateway for all browser tests; each test is a visitor of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // Without these Chromium calls its maker's servers.
    private static readonly string[] Quietly =
        ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Browser => _browser!;

    internal SshServer Server { get; private set; } = null!;

    internal TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // Whatever reaches the program first is the size that the client program was started with.
        Server = await SshServer.StartAsync("stty size\n" + SshServer.Shell);
        Gateway = await TestGateway.StartAsync(Server, file => file["limits"]!["terminalsPerNode"] = 100);
        // From here on the server is known, and whichever test comes first is not told that it is new.
        await using (var first = await Gateway.OpenAsync(Server)) await first.ExpectAsync("$ ");
        Assertions.SetDefaultExpectTimeout((float)HubClient.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync();
    }

    /// <summary>Another browser process, for what is decided by its command line.</summary>
    internal Task<IBrowser> LaunchAsync(params string[] more) =>
        _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = [.. Quietly, .. more] });

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        if (Gateway is not null) await Gateway.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
    }
}

/// <summary>One after another, since a browser takes all the cores there are; beside the others, since it mostly waits.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
