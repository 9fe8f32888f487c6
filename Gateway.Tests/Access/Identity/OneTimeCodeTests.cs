using Gateway.Access.Identity;
using Xunit;

namespace Gateway.Tests.Access.Identity;

public sealed class OneTimeCodeTests
{
    // The secret of RFC 6238, appendix B, "12345678901234567890"; the last six digits of its SHA-1 values.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59L, "287082")]
    [InlineData(1111111109L, "081804")]
    [InlineData(1234567890L, "005924")]
    [InlineData(20000000000L, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(seconds / 30, OneTimeCodes.StepOf(Secret, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_code_is_good_one_step_early_and_late(int afterItsBegin, bool good) =>
        Assert.Equal(good ? 37037036L : null, OneTimeCodes.StepOf(Secret, "081804", DateTimeOffset.FromUnixTimeSeconds(37037036L * 30 + afterItsBegin)));

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("-87082")]
    [InlineData("२८७०८२")]
    public void What_is_no_code_is_none(string code) => Assert.Null(OneTimeCodes.StepOf(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public void A_code_may_be_typed_as_it_is_shown() => Assert.NotNull(OneTimeCodes.StepOf(Secret, "287 082", DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public async Task A_code_counts_once_also_where_two_nodes_are_asked_at_once_and_none_before_it_counts_any_more()
    {
        using var local = new LocalPeople();
        var nodes = Enumerable.Range(0, 8).Select(_ => new OneTimeCodes(local.Records, local.Time)).ToList();
        var taken = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.TakeAsync("local:alice", 100))));
        Assert.Single(taken, true);
        Assert.False(await nodes[0].TakeAsync("local:alice", 99));
        Assert.True(await nodes[0].TakeAsync("local:alice", 101));
        Assert.True(await nodes[0].TakeAsync("local:bob", 100));
    }

    [Fact]
    public void A_new_secret_has_160_bits_and_is_never_the_same()
    {
        string secret = OneTimeCodes.NewSecret();
        Assert.Matches(@"\A[A-Z2-7]{32}\z", secret);
        Assert.NotEqual(secret, OneTimeCodes.NewSecret());
        Assert.True(OneTimeCodes.IsSecret(secret));
        Assert.False(OneTimeCodes.IsSecret("not base32!"));
        Assert.False(OneTimeCodes.IsSecret(""));
    }

    [Fact]
    public void A_name_cannot_add_to_the_link() =>
        Assert.Equal("otpauth://totp/Gateway:a%3Fsecret%3DX%26b?secret=S&issuer=Gateway", OneTimeCodes.Link("S", "a?secret=X&b", "Gateway"));
}
