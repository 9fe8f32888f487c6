using System.Net;
using Gateway.Access;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>Nobody has the gateway read and seal credentials in a loop.</summary>
public sealed class CredentialRateTests
{
    [Fact]
    public async Task Who_adds_or_changes_too_many_credentials_waits_and_nobody_else_does()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await SignInWorld.StartAsync("ssh", Ports.Free(), redis);
        using var alice = world.Gateway.Browser(world.Alice);
        for (int count = 0; count < AttemptRule.ForCredentials.Free; count++) Assert.Equal(HttpStatusCode.BadRequest, (await WriteAsync(alice)).Status);
        var (status, after) = await WriteAsync(alice);
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (status, after > TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.BadRequest, (await WriteAsync(world.Carol)).Status);

        async Task<(HttpStatusCode Status, TimeSpan? After)> WriteAsync(HttpClient browser)
        {
            using var answer = await browser.SendAsync(world.Gateway.Request(HttpMethod.Post, "api/me/credentials", new { name = "x", kind = "none" }));
            return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
        }
    }
}
