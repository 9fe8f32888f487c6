using System.Diagnostics;
using Gateway.Access.Identity;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Identity;

public sealed class PasswordSignInTests
{
    private const string Address = "192.0.2.1";

    private static readonly PasswordOutcome No = new(null, TimeSpan.Zero, false);

    [Fact]
    public async Task A_name_and_its_password_sign_in_however_the_name_is_written()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice", null, false, "network"));
        foreach (string name in (string[])["alice", "Alice", " alice "])
        {
            var outcome = await local.SignIn.TryAsync(name, LocalPeople.Password, "", Address);
            Assert.Equal("local:alice", outcome.Person!.Id);
            Assert.Equal(["network"], outcome.Person.Groups);
        }
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_a_disabled_person_and_a_wrong_code_answer_alike_after_the_same_work()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"), LocalPeople.Person("coded", LocalPeople.Secret), LocalPeople.Person("gone", disabled: true));
        (string, string, string)[] wrong =
        [
            ("alice", "wrong password", ""), ("nobody", LocalPeople.Password, ""), ("gone", LocalPeople.Password, ""), ("coded", LocalPeople.Password, ""),
            ("coded", LocalPeople.Password, "000000"), ("coded", "wrong password", local.Code()), ("alice", "", ""), ("", "", ""), ("alice", new string('x', 100_000), ""), (new string('a', 100_000), "x", ""),
            ("alice\0", LocalPeople.Password, ""), ("ａlice", LocalPeople.Password, ""),
        ];
        for (int i = 0; i < wrong.Length; i++)
        {
            var (name, password, code) = wrong[i];
            long before = local.Hashing.Looked;
            Assert.Equal(No, await local.SignIn.TryAsync(name, password, code, $"192.0.2.{i}"));
            Assert.Equal(before + 1, local.Hashing.Looked);
        }
    }

    [Fact]
    public async Task Time_does_not_tell_whether_there_is_such_a_person()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        await TimeAsync("nobody-yet", 0);
        List<double> known = [], unknown = [];
        for (int i = 1; i <= 5; i++)
        {
            known.Add(await TimeAsync("alice", i));
            unknown.Add(await TimeAsync("nobody", i));
        }
        Assert.InRange(known.Min() / unknown.Min(), 0.25, 4); // the fastest: others waited for this machine

        async Task<double> TimeAsync(string name, int i)
        {
            long begun = Stopwatch.GetTimestamp();
            await local.SignIn.TryAsync(name, "wrong password", "", $"192.0.2.{i}");
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    [Fact]
    public async Task A_code_signs_in_once_and_only_with_the_password()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("coded", LocalPeople.Secret));
        string code = local.Code();
        Assert.Equal(No, await local.SignIn.TryAsync("coded", "wrong password", code, Address));
        Assert.NotNull((await local.SignIn.TryAsync("coded", LocalPeople.Password, code, Address)).Person);
        Assert.Equal(No, await local.SignIn.TryAsync("coded", LocalPeople.Password, code, Address));
        Assert.Equal(No, await local.SignIn.TryAsync("coded", LocalPeople.Password, local.Code(-1), Address));
        Assert.NotNull((await local.SignIn.TryAsync("coded", LocalPeople.Password, local.Code(1), Address)).Person);
    }

    [Fact]
    public async Task Guessing_is_slowed_before_it_is_looked_at_and_alike_for_names_that_are_nobodys()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        foreach (string name in (string[])["alice", "nobody"])
        {
            for (int i = 0; i < local.Options.AttemptsPerPerson; i++) Assert.Equal(No, await local.SignIn.TryAsync(name, "wrong password", "", $"192.0.2.{i}"));
            long looked = local.Hashing.Looked;
            // In another spelling, with the right password, and from another address.
            var outcome = await local.SignIn.TryAsync($" {name.ToUpperInvariant()}", LocalPeople.Password, "", "198.51.100.7");
            Assert.Equal(new PasswordOutcome(null, TimeSpan.FromSeconds(1), false), outcome);
            Assert.Equal(looked, local.Hashing.Looked);
        }
    }

    [Fact]
    public async Task An_IPv6_network_is_one_address()
    {
        using var local = new LocalPeople();
        local.Write();
        for (int i = 0; i < local.Options.AttemptsPerAddress; i++) Assert.Equal(TimeSpan.Zero, await local.Attempts.EnterAsync($"name{i}", "2001:db8::/64"));
        Assert.NotEqual(TimeSpan.Zero, (await local.SignIn.TryAsync("alice", "some password", "", "2001:db8::1234")).RetryAfter);
    }

    [Fact]
    public async Task A_flood_is_turned_away_instead_of_taking_all_processors()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        List<Task<PasswordOutcome>> all = [.. Enumerable.Range(0, 40).Select(i => local.SignIn.TryAsync($"name{i}", "some password", "", $"192.0.2.{i}"))];
        // Those that had their turn while the others came: on a busy machine there may be a few.
        long meanwhile = local.Hashing.Looked;
        var outcomes = await Task.WhenAll(all).WaitAsync(HubClient.Patience);
        Assert.InRange(local.Hashing.Looked, 1, PasswordHashing.MostWaiting + meanwhile);
        Assert.Equal(40 - local.Hashing.Looked, outcomes.Count(outcome => outcome.RetryAfter > TimeSpan.Zero));
        Assert.NotEqual(40, local.Hashing.Looked);
        Assert.NotNull((await local.SignIn.TryAsync("alice", LocalPeople.Password, "", Address)).Person);
    }

    [Fact]
    public void A_hash_is_made_with_the_rounds_of_today_and_others_that_are_too_weak_or_too_costly_are_none()
    {
        byte[] hash = Convert.FromBase64String(LocalPeople.Hash);
        Assert.Equal([0, 0, 0, 2], hash[1..5]); // HMAC-SHA512
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 210_000);
        Assert.True(PasswordHashing.IsHash(LocalPeople.Hash));
        foreach (uint rounds in (uint[])[0, 1000, uint.MaxValue])
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), rounds);
            Assert.False(PasswordHashing.IsHash(Convert.ToBase64String(hash)));
        }
        Assert.False(PasswordHashing.IsHash("AAAA"));
        Assert.False(PasswordHashing.IsHash(null));
    }

    [Theory]
    [InlineData("123456789", false)]
    [InlineData("1234567890", true)]
    [InlineData("alice@example.org", false)]
    [InlineData("ALICE@EXAMPLE.ORG1", false)]
    [InlineData("with\ttabulator", false)]
    public void Passwords_are_long_and_not_the_name(string password, bool good) => Assert.Equal(good, PasswordHashing.FaultOf(password, "alice@example.org") is null);
}
