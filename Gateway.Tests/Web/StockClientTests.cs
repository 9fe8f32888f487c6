using System.Text.Json;
using Gateway.Tests.Architecture;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class StockClientTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    [Fact]
    public async Task The_stock_client_from_npm_runs_a_whole_terminal()
    {
        var cookies = await shared.Gateway.VisitAsync();
        var (code, output) = await Tool.RunAsync("/usr/bin/node",
        [
            SourceTree.PathOf("Gateway.Tests/Web/stockClient.mjs"), SourceTree.PathOf("wwwroot"), shared.Gateway.Address.GetLeftPart(UriPartial.Authority),
            cookies.GetCookieHeader(shared.Gateway.Address), SshServer.User, shared.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ]);
        Assert.True(code == 0, output);
        var seen = JsonElement.Parse(output.Split('\n').Single(line => line.StartsWith('{')));
        Assert.Equal(typeof(Attached).GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]).Order(StringComparer.Ordinal),
            seen.GetProperty("attached").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("31 91", seen.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, seen.GetProperty("gaps").GetInt32());
        Assert.True(seen.GetProperty("started").GetBoolean());
        Assert.Equal("missing", seen.GetProperty("refused").GetString());
        Assert.Equal("missing", seen.GetProperty("closeForeign").GetString());
        Assert.Equal(0, seen.GetProperty("pong").GetInt64());
        Assert.Equal("[[100,40]]", seen.GetProperty("sizes").GetRawText());
        Assert.Equal(2, seen.GetProperty("viewers").GetInt32());
        Assert.True(seen.GetProperty("changes").GetInt32() > 0);
        Assert.Equal(("exited", 3), (seen.GetProperty("ended").GetProperty("reason").GetString(), seen.GetProperty("ended").GetProperty("exitCode").GetInt32()));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("closed").ValueKind);
        Assert.Contains("426", seen.GetProperty("negotiated").GetString(), StringComparison.Ordinal);
    }
}
