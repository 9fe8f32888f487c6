using Gateway.Access.Identity;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>After a sign-in nobody is sent to where somebody else wants him.</summary>
public sealed class NextPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/remote/ssh/alice/6022", "/remote/ssh/alice/6022")]
    [InlineData("/remote/ssh/al%40ice/6022?x=/%2F#there", "/remote/ssh/al%40ice/6022?x=/%2F#there")]
    [InlineData("/me/../admin", "/admin")]
    [InlineData("/?next=https://evil.example/", "/?next=https://evil.example/")]
    [InlineData("/é", "/%C3%A9")]
    [InlineData("/%2F/evil.example", "/%2F/evil.example")] // stays a path of ours
    public void A_path_of_ours_is_kept(string next, string kept) => Assert.Equal(kept, NextPath.Of(next, ""));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("remote")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    [InlineData(" //evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("https:/evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("@evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("/x/..//evil.example")]
    [InlineData("/%2e//evil.example")]
    [InlineData("/x/%2E%2e//evil.example")]
    [InlineData("/\u007f")]
    public void Everything_else_leads_to_the_start_page(string? next) => Assert.Equal("/", NextPath.Of(next, ""));

    [Theory]
    [InlineData("/gateway/me", "/gateway/me")]
    [InlineData("/gateway", "/gateway/")]
    [InlineData("/", "/gateway/")]
    [InlineData("/gatewayx/", "/gateway/")]
    [InlineData("/gateway/../other", "/gateway/")]
    [InlineData("/gateway/%2e%2e/other", "/gateway/")]
    [InlineData("/gateway//evil.example", "/gateway//evil.example")]
    public void Below_a_sub_path_it_stays_there(string next, string kept) => Assert.Equal(kept, NextPath.Of(next, "/gateway"));

    [Fact]
    public void A_very_long_one_is_not_kept() => Assert.Equal("/", NextPath.Of("/" + new string('x', 3000), ""));
}
