using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Identity;

public sealed class PeopleFileTests
{
    [Fact]
    public void Changes_are_taken_in_at_the_next_use()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice", null, false, "network"));
        Assert.Equal("local:alice", local.People.Current("alice")!.Value.Person.Id);
        Assert.Equal(["network"], local.People.Current("alice")!.Value.Person.Groups);
        local.Write(LocalPeople.Person("alice", null, false, "core"), LocalPeople.Person("bob"));
        Assert.Equal(["core"], local.People.Current("alice")!.Value.Person.Groups);
        Assert.NotNull(local.People.Current("bob"));
        local.Write(LocalPeople.Person("bob"));
        Assert.Null(local.People.Current("alice"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"people":null}""")]
    [InlineData("""{"people":[null]}""")]
    [InlineData("""{"people":[],"more":1}""")]
    [InlineData("""{"people":[],"people":[]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"HASH","changed":"2026-01-01T00:00:00Z","admin":true}]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"HASH"}]}""")]
    [InlineData("""{"people":[{"name":"Mallory","password":"HASH","changed":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"in clear","changed":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"","changed":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"HASH","totp":"not base32!","changed":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"HASH","groups":[""],"changed":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"people":[{"name":"mallory","password":"HASH","changed":"2026-01-01T00:00:00Z"},{"name":"mallory","password":"HASH","changed":"2026-01-01T00:00:00Z"}]}""")]
    public void A_faulty_file_changes_nothing_and_says_why_without_a_secret(string text)
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        Assert.Equal("", local.People.Fault);
        local.WriteText(text.Replace("HASH", LocalPeople.Hash, StringComparison.Ordinal));
        Assert.NotEqual("", local.People.Fault);
        Assert.DoesNotContain(LocalPeople.Hash, local.People.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain("in clear", local.People.Fault, StringComparison.Ordinal);
        Assert.NotNull(local.People.Current("alice"));
        Assert.Null(local.People.Current("mallory"));
        local.Write(LocalPeople.Person("bob"));
        Assert.Equal("", local.People.Fault);
        Assert.Null(local.People.Current("alice"));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_can_read_or_change_is_not_believed(UnixFileMode more)
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        File.SetUnixFileMode(local.File, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        Assert.Null(local.People.Current("alice"));
        Assert.Contains("chmod 640", local.People.Fault, StringComparison.Ordinal);
        File.SetUnixFileMode(local.File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.NotNull(local.People.Current("alice"));
    }

    [Fact]
    public void A_missing_file_knows_nobody()
    {
        using var local = new LocalPeople();
        Assert.Null(local.People.Current("alice"));
        Assert.NotEqual("", local.People.Fault);
    }

    [Fact]
    public void A_sign_in_ends_with_the_person_his_right_and_his_password()
    {
        using var local = new LocalPeople();
        var alice = LocalPeople.Person("alice");
        local.Write(alice);
        var signIn = new SignIn { Id = "1", Person = alice.Person, Since = alice.Changed.AddHours(1), Expires = DateTimeOffset.MaxValue };
        var known = new KnownPeople(local.Options with { Ldap = new LdapOptions { Url = LdapServer.Address("ldap", "127.0.0.1", 1) } }, local.People);
        Assert.NotNull(known.Now(signIn));
        local.Write(alice with { Groups = ["other"] });
        Assert.Equal(["other"], known.Now(signIn)!.Person.Groups);
        local.Write(alice with { Disabled = true });
        Assert.Null(known.Now(signIn));
        local.Write(alice with { Changed = signIn.Since.AddSeconds(1) });
        Assert.Null(known.Now(signIn));
        local.Write();
        Assert.Null(known.Now(signIn));
        Assert.NotNull(known.Now(signIn with { Person = alice.Person with { Way = SignInWay.Ldap } }));
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("a", true)]
    [InlineData("a.b_c@d-9", true)]
    [InlineData("", false)]
    [InlineData("Alice", false)]
    [InlineData("-alice", false)]
    [InlineData("al ice", false)]
    [InlineData("alice\n", false)]
    [InlineData("../alice", false)]
    [InlineData("älice", false)]
    public void Names_are_plain(string name, bool good) => Assert.Equal(good, PeopleText.IsName(name));

    [Fact]
    public async Task Changes_at_once_are_all_kept_and_nobody_sees_a_part()
    {
        using var local = new LocalPeople();
        var writer = new PeopleWriter(local.File, (_, _) => true);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => writer.ChangeAsync(all => [.. all, LocalPeople.Person($"person{i}")], default))));
        Assert.Equal(10, writer.Read().Count);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(local.File));
        File.SetUnixFileMode(local.File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await writer.ChangeAsync(all => all, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(local.File));
        Assert.Equal(["people.json", "people.json.lock"], Directory.GetFiles(Path.GetDirectoryName(local.File)!, "people*").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_file_of_another_account_is_left_as_it_is()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        await Assert.ThrowsAsync<PeopleFileException>(() => new PeopleWriter(local.File, (_, _) => false).ChangeAsync(_ => [], default));
        Assert.NotNull(local.People.Current("alice"));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(local.File)!, "people*").Length);
    }
}
