using System.Text.Json;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class ErrorPageTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Uri Address => shared.Gateway.Address;

    public static TheoryData<string, int, string> Failures => new()
    {
        { "GET /remote/ssh/-oProxyCommand=x/22", 400, "invalid" },
        { "GET /remote/ssh/a/022", 400, "invalid" },
        { "GET /remote/ssh/a/65536", 400, "invalid" },
        { "GET /remote/ssh/a/1", 403, "forbidden" },
        { "GET /remote/rlogin/a/22", 404, "invalid" },
        { "GET /nowhere", 404, "invalid" },
        { "PUT /", 405, "invalid" },
        { "DELETE /remote/ssh/a/22", 405, "invalid" },
        { "GET /hub", 426, "invalid" },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task Browsers_get_a_page_and_programs_get_problem_details(string line, int status, string code)
    {
        foreach (string accept in new[] { "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", "image/png", "", "text/html, application/json", "\"" })
        {
            var page = await SendAsync(line, accept);
            Assert.Equal((status, "text/html; charset=utf-8"), (page.Status, Assert.Single(page.Header("Content-Type"))));
            Assert.Contains($"<p class=\"status\">{status}</p>", page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", page.Body, StringComparison.Ordinal);
        }
        foreach (string accept in new[] { "application/json", "application/problem+json", "Application/JSON; charset=utf-8" })
        {
            var problem = await SendAsync(line, accept);
            Assert.Equal((status, "application/problem+json"), (problem.Status, Assert.Single(problem.Header("Content-Type"))));
            var json = JsonElement.Parse(problem.Body[problem.Body.IndexOf('{', StringComparison.Ordinal)..(problem.Body.LastIndexOf('}') + 1)]);
            Assert.Equal((status, code), (json.GetProperty("status").GetInt32(), json.GetProperty("code").GetString()));
            Assert.NotEmpty(json.GetProperty("title").GetString()!);
            Assert.NotEmpty(json.GetProperty("detail").GetString()!);
        }
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones() =>
        Assert.Equal("GET, HEAD", Assert.Single((await SendAsync("PUT /", "text/html")).Header("Allow")));

    [Theory]
    [InlineData("/home.html")]
    [InlineData("/terminal.html")]
    [InlineData("/error.html")]
    [InlineData("/HOME.HTML")]
    [InlineData("/.stamp")]
    [InlineData("/index.html")]
    [InlineData("/assets/")]
    [InlineData("/assets")]
    [InlineData("/gateway.json")]
    [InlineData("/gateway.dll")]
    [InlineData("/src/page.ts")]
    [InlineData("/assets/../../gateway.json")]
    [InlineData("/assets/..%2f..%2fgateway.dll")]
    [InlineData("/assets/%2e%2e/%2e%2e/gateway.dll")]
    [InlineData("/assets/..%5c..%5cgateway.dll")]
    [InlineData("/assets/..\\..\\gateway.dll")]
    [InlineData("/assets/%252e%252e/%252e%252e/gateway.dll")]
    [InlineData("/..;/gateway.dll")]
    [InlineData("/assets/%c0%ae%c0%ae/gateway.dll")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc%2fpasswd")]
    [InlineData("/etc/passwd%00.svg")]
    [InlineData("/favicon.svg%00")]
    [InlineData("/home.html%20")]
    [InlineData("/home.html/")]
    [InlineData("/home.html::$DATA")]
    public async Task Only_the_clients_files_are_served(string target)
    {
        foreach (string method in new[] { "GET", "HEAD" })
        {
            var answer = await SendAsync($"{method} {target}", "text/html");
            Assert.Contains(answer.Status, new[] { 400, 404 });
            Assert.DoesNotContain("{{", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_answers_to_no_method_that_changes_something()
    {
        foreach (string method in new[] { "PUT", "DELETE", "PATCH", "PROPFIND" })
            Assert.InRange((await SendAsync($"{method} /favicon.svg", "text/html")).Status, 400, 499);
        Assert.Contains((await SendAsync("TRACE /", "text/html")).Status, new[] { 405, 404 });
        Assert.InRange((await SendAsync("CONNECT 127.0.0.1:22", "text/html")).Status, 400, 499);
    }

    private Task<RawAnswer> SendAsync(string line, string accept) =>
        RawHttp.SendAsync(Address, line, $"Accept: {accept}", $"Origin: {Address.GetLeftPart(UriPartial.Authority)}", "Content-Length: 0");
}
