using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Harness;

/// <summary>A real OpenID Connect provider that we did not write: the npm package oidc-provider, on a port of 127.0.0.1.</summary>
internal sealed partial class OpenIdProvider : IAsyncDisposable
{
    /// <summary>With characters that have to be encoded on the way (RFC 6749, 2.3.1).</summary>
    private const string Secret = "s e+c/r:e=t&";

    private readonly Scratch _scratch = new();
    private readonly string _method;
    private Tool? _node;

    private OpenIdProvider(string method) => _method = method;

    public int Port { get; } = Ports.Free();

    public Uri Issuer => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>Starts a provider for a gateway whose callback is at this address.</summary>
    /// <param name="callback">The redirect URI that it knows.</param>
    /// <param name="method">How the client shows its secret.</param>
    public static async Task<OpenIdProvider> StartAsync(string callback, string method = "client_secret_basic")
    {
        var provider = new OpenIdProvider(method);
        provider._scratch.Write("secret", Secret);
        provider._scratch.Write("settings.json", JsonSerializer.Serialize(new { issuer = provider.Issuer.AbsoluteUri.TrimEnd('/'), port = provider.Port, secret = Secret, redirects = new[] { callback }, method }));
        await provider.StartAsync();
        return provider;
    }

    /// <summary>Starts it again on the same port; it has forgotten everything.</summary>
    public async Task StartAsync()
    {
        _node = Tool.Start("node", ["provider.mjs", _scratch.PathOf("settings.json")], SourceTree.PathOf("Gateway.Tests/Harness/OpenIdProvider"));
        await _node.ListensAsync(Port);
    }

    public async Task KillAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _node = null;
    }

    /// <summary>Settings of a gateway that signs people in here.</summary>
    public SignInSettings Settings => new()
    {
        Oidc = new OidcSettings { Authority = Issuer, ClientId = "gateway", ClientSecretFile = _scratch.PathOf("secret"), Scopes = ["openid", "profile", "groups"], Label = $"The {_method} one" },
    };

    /// <summary>Does what a person does in a browser: follows the provider's redirects and fills its forms in, until it is sent back.</summary>
    /// <returns>Where it is sent back to, which nobody has asked for yet.</returns>
    public async Task<Uri> SignInAsync(HttpClient browser, Uri address, string login, bool cancels = false)
    {
        for (int steps = 0; steps < 20; steps++)
        {
            if (address.Port != Port) return address;
            using var answer = await browser.GetAsync(address);
            if (answer.Headers.Location is { } further)
            {
                address = new Uri(address, further);
                continue;
            }
            string page = await answer.Content.ReadAsStringAsync();
            if (cancels)
            {
                address = new Uri(address, WebUtility.HtmlDecode(Abort().Match(page).Groups[1].Value));
                cancels = false;
                continue;
            }
            Dictionary<string, string> form = new() { ["prompt"] = Prompt().Match(page).Groups[1].Value, ["login"] = login, ["password"] = "any" };
            if (form["prompt"] == "") throw new Xunit.Sdk.XunitException($"The provider shows no form at {address}: {page}");
            using var content = new FormUrlEncodedContent(form);
            using var posted = await browser.PostAsync(new Uri(address, WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value)), content);
            address = new Uri(address, posted.Headers.Location ?? throw new Xunit.Sdk.XunitException($"The provider answered {posted.StatusCode}."));
        }
        throw new Xunit.Sdk.XunitException("The provider goes round in circles.");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _scratch.Dispose();
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"prompt\" value=\"(\\w+)\"")]
    private static partial Regex Prompt();

    [GeneratedRegex("href=\"([^\"]+/abort)\"")]
    private static partial Regex Abort();
}
