using Gateway.Access;
using Gateway.Access.Sharing;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Sharing;

public sealed class InvitationBookTests
{
    private static readonly Person Alice = new(SignInWay.Local, "alice", "Alice", []), Other = new(SignInWay.Oidc, "alice", "Alice", []), Bob = new(SignInWay.Local, "bob", "Bob", []);

    private readonly ManualTime _time = new();
    private readonly InvitationBook _book;

    public InvitationBookTests() => _book = new InvitationBook(_time);

    [Fact]
    public void Only_the_right_secret_in_time_finds_it()
    {
        var made = _book.Add(TerminalRight.Watch, null, TimeSpan.FromMinutes(10), out string secret)!;
        _book.Add(TerminalRight.Type, null, TimeSpan.FromMinutes(10), out _);
        Assert.Matches("^[0-9a-f]{32}$", secret);
        Assert.Same(made, _book.Find(secret, "guest", null));
        foreach (string? wrong in (string?[])[null, "", secret[1..], secret + "0", secret.ToUpperInvariant(), made.Id, new string('0', 32)])
            Assert.True(wrong == secret || _book.Find(wrong, "guest", null) is null, wrong);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_book.Find(secret, "guest", null));
        Assert.Equal(TerminalRight.None, made.Offers);
        Assert.Empty(_book.Standing);
    }

    [Theory]
    [InlineData(null, true, true, true)]
    [InlineData("alice", true, true, false)]
    [InlineData("local:alice", true, false, false)]
    [InlineData("oidc:alice", false, true, false)]
    public void One_for_a_person_is_for_that_person(string? person, bool alice, bool other, bool bob)
    {
        _book.Add(TerminalRight.Type, person, TimeSpan.FromMinutes(10), out string secret);
        Assert.Equal((alice, other, bob), (Fits(Alice), Fits(Other), Fits(Bob)));

        bool Fits(Person who) => _book.Find(secret, who.Id, who) is not null;
    }

    [Fact]
    public void One_that_was_ended_offers_nothing_and_makes_room()
    {
        var first = _book.Add(TerminalRight.Type, null, TimeSpan.FromMinutes(10), out string secret)!;
        for (int i = 1; i < InvitationBook.Most; i++) Assert.NotNull(_book.Add(TerminalRight.Type, null, TimeSpan.FromMinutes(10), out _));
        Assert.Null(_book.Add(TerminalRight.Type, null, TimeSpan.FromMinutes(10), out _));
        Assert.Null(_book.Revoke("nothing"));
        Assert.Same(first, _book.Revoke(first.Id));
        Assert.Null(_book.Find(secret, "guest", null));
        Assert.Equal(TerminalRight.None, first.Offers);
        Assert.NotNull(_book.Add(TerminalRight.Type, null, TimeSpan.FromMinutes(10), out _));
    }

    [Fact]
    public void Who_was_sent_away_needs_a_new_one()
    {
        var old = _book.Add(TerminalRight.Type, null, TimeSpan.FromMinutes(10), out string secret)!;
        _book.Bar(Bob.Id);
        Assert.Null(_book.Find(secret, Bob.Id, Bob));
        Assert.Equal((TerminalRight.None, TerminalRight.Type), (old.OffersTo(Bob.Id), old.OffersTo(Alice.Id)));
        Assert.Same(old, _book.Find(secret, Alice.Id, Alice));
        _book.Add(TerminalRight.Watch, null, TimeSpan.FromMinutes(10), out string later);
        Assert.NotNull(_book.Find(later, Bob.Id, Bob));
    }
}
