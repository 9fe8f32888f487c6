using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Browser;

/// <summary>A test with visitors. It fails, whatever else it checks, if one of their pages complained.</summary>
[Collection(OneBrowser.Name)]
public abstract class BrowserTest(BrowserFixture fixture) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];

    private protected BrowserFixture Fixture => fixture;

    private protected SshServer Server => fixture.Server;

    private protected TestGateway Gateway => fixture.Gateway;

    /// <summary>A browser without cookies, storage or cache.</summary>
    private protected async Task<Visitor> VisitAsync(BrowserNewContextOptions? options = null, Uri? address = null, IBrowser? browser = null)
    {
        var visitor = await Visitor.CreateAsync(browser ?? fixture.Browser, address ?? Gateway.Address, options ?? new());
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>A new visitor who has opened a link to the shell and sees its prompt.</summary>
    private protected async Task<Tab> OpenAsync(string query = "", BrowserNewContextOptions? options = null)
    {
        var visitor = await VisitAsync(options);
        return await visitor.OpenAsync(Server, query);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        var complaints = _visitors.SelectMany(visitor => visitor.Complaints).ToList();
        foreach (var visitor in _visitors) await visitor.DisposeAsync();
        Assert.Empty(complaints);
    }
}
