using System.Text.Json;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>A stranger's words come back as words, never as markup, headers or places of a template.</summary>
public sealed class InjectionTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Uri Address => shared.Gateway.Address;

    public static TheoryData<string> Markers => ["<img/src=x>", "\"><b>", "'><b>", "</title><b>", "&lt;b&gt;<b>", "{{data}}", "{{nonce}}", "{{base}}", "<!--", "\u2028<b>", "${7*7}", "\\u003cb\\u003e"];

    [Theory, MemberData(nameof(Markers))]
    public async Task No_part_of_a_request_reaches_a_page_as_markup(string marker)
    {
        string word = Uri.EscapeDataString(marker);
        string raw = marker.Replace(' ', '+');
        string port = shared.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] targets =
        [
            $"/{word}", $"/remote/{word}/a/{port}", $"/remote/ssh/{word}/{port}", $"/remote/ssh/a/{word}", $"/remote/ssh/a/{port}?title={word}&theme={word}&domain={word}",
            $"/?{word}={word}", $"/remote/ssh/a/{port}/{word}", $"/assets/{word}", $"/hub?terminal={word}", $"/api/{word}",
        ];
        foreach (string target in targets)
            foreach (string accept in new[] { "text/html", "application/json" })
                foreach (string method in new[] { "GET", "POST" })
                    Scan(await RawHttp.SendAsync(Address, $"{method} {target}", $"Accept: {accept}", $"Referer: {raw}", $"User-Agent: {raw}", $"X-Forwarded-Host: {raw}", $"X-Forwarded-Prefix: /{raw}",
                        $"X-Original-URL: /{raw}", $"Cookie: gateway={word}; {word}=1", $"Accept-Language: {raw}", $"Origin: {Address.GetLeftPart(UriPartial.Authority)}", "Content-Length: 0"), marker);
    }

    [Fact]
    public async Task A_template_place_in_a_link_stays_what_it_is()
    {
        var answer = await RawHttp.SendAsync(Address, "GET /remote/%7B%7Bnonce%7D%7D/a/22", "Accept: text/html");
        Assert.Equal(404, answer.Status);
        Assert.Contains("{{nonce}}", System.Net.WebUtility.HtmlDecode(answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/%0d%0aX-Evil:%201")]
    [InlineData("/remote/ssh/a%0d%0aX-Evil:%201/22")]
    [InlineData("/remote/ssh/a/22%0aX-Evil:%201")]
    public async Task A_line_break_makes_no_header(string target) =>
        Assert.Empty((await RawHttp.SendAsync(Address, $"GET {target}")).Header("X-Evil"));

    [Fact]
    public async Task What_the_page_is_told_is_whole_JSON_in_one_attribute()
    {
        var answer = await RawHttp.SendAsync(Address, $"GET /remote/ssh/a%5Cb@c+d/{shared.Server.Port}");
        Assert.Equal(200, answer.Status);
        string content = answer.Body.Split("<meta name=\"gateway\" content=\"")[1].Split('"')[0];
        var link = JsonElement.Parse(System.Net.WebUtility.HtmlDecode(content)).GetProperty("link");
        Assert.Equal("a\\b@c+d", link.GetProperty("user").GetString());
    }

    private static void Scan(RawAnswer answer, string marker)
    {
        if (marker.Contains('<', StringComparison.Ordinal)) Assert.DoesNotContain(marker, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(marker, answer.Head, StringComparison.Ordinal);
        foreach (string tag in new[] { "<b>", "<img", "onerror" }) Assert.DoesNotContain(tag, answer.Body, StringComparison.OrdinalIgnoreCase);
        if (answer.Header("Content-Type") is [var type]) Assert.Contains(type, new[] { "text/html; charset=utf-8", "application/problem+json" });
        else Assert.Empty(answer.Body);
    }
}
