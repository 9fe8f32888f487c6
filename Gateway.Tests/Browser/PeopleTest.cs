using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Microsoft.Playwright;

namespace Gateway.Tests.Browser;

/// <summary>A test with people who sign in, at a gateway of its own: they meet nobody from another test.</summary>
public abstract class PeopleTest(BrowserFixture fixture) : BrowserTest(fixture)
{
    private static readonly TestPeople People = new();

    private readonly List<TestGateway> _gateways = [];

    private protected async Task<TestGateway> StartAsync(Action<JsonObject>? signIn = null, Action<JsonObject>? change = null, SshServer? server = null)
    {
        var gateway = await TestGateway.StartAsync(server ?? Server, file =>
        {
            People.SignIn(file);
            signIn?.Invoke(file["signIn"]!.AsObject());
            change?.Invoke(file);
        });
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>A browser in which nobody has signed in; Chromium writes each refusal that follows from it to the console.</summary>
    private protected async Task<Visitor> StrangerAsync(TestGateway gateway, BrowserNewContextOptions? options = null) =>
        (await VisitAsync(options, gateway.Address)).Expects("401 (Unauthorized)");

    /// <summary>A browser in which somebody has signed in.</summary>
    private protected async Task<Visitor> VisitAsync(TestGateway gateway, string name, BrowserNewContextOptions? options = null)
    {
        var visitor = await StrangerAsync(gateway, options);
        var cookies = await gateway.SignInAsync(name);
        await visitor.Context.AddCookiesAsync(cookies.GetCookies(gateway.Address)
            .Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = gateway.Address.AbsoluteUri }));
        return visitor;
    }

    /// <summary>Fills in the sign-in page.</summary>
    private protected static async Task SignInAsync(Tab tab, string name, string password = TestPeople.Password)
    {
        await Field(tab, "Name").FillAsync(name);
        await Field(tab, "Password").FillAsync(password);
        await tab.Button("Sign in").ClickAsync();
    }

    private protected static ILocator Field(Tab tab, string label) => tab.Page.GetByLabel(label, new() { Exact = true });

    // A page that outlives its gateway complains.
    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            foreach (var gateway in _gateways) await gateway.DisposeAsync();
        }
    }

    /// <summary>The button of a dialog that is open.</summary>
    private protected static ILocator Answer(Tab tab, string dialog, string button) =>
        tab.Dialog(dialog).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });
}
