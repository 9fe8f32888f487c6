using System.Text;
using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Xunit;

namespace Gateway.Tests.Access.Identity;

public sealed class GroupNamesTests
{
    [Theory]
    [InlineData('g')]
    [InlineData('ä')]
    [InlineData('"')]
    [InlineData('\'')]
    public void A_sign_in_with_all_that_may_be_said_fits_into_a_record(char letter)
    {
        string longest = new(letter, Person.LongestName);
        IReadOnlyList<string>? most = null;
        for (int count = 1; GroupNames.Of(Enumerable.Range(0, count).Select(group => $"{group:D4}{longest[4..]}")) is { } groups; count++) most = groups;
        var signIn = new SignIn
        {
            Id = new string('f', 32), Person = new Person(SignInWay.Certificate, longest, longest, most!), Since = DateTimeOffset.MaxValue, Expires = DateTimeOffset.MaxValue, Seen = DateTimeOffset.MaxValue,
            Address = "2001:db8:1111:2222:3333:4444:5555:6666%eth0", Agent = new string(letter, 200), Scopes = TokenScopes.Terminals | TokenScopes.Watch | TokenScopes.Read | TokenScopes.Administer | TokenScopes.Recordings,
        };
        Assert.InRange(Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(signIn, AccessJson.Default.SignIn)), GroupNames.Longest * 9 / 10, RecordLimits.Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" staff")]
    [InlineData("sta\nff")]
    public void One_that_is_no_name_spoils_all(string group) => Assert.Null(GroupNames.Of(["staff", group]));
}
