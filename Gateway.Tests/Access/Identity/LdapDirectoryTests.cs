using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>Against OpenLDAP, with the attacks that directories are known for.</summary>
public sealed class LdapDirectoryTests(LdapServer server) : IClassFixture<LdapServer>
{
    private static readonly (Person?, bool) No = (null, false);

    private LdapOptions Bound => new()
    {
        Url = server.Plain, UserDn = $"uid={{user}},{LdapServer.People}", GroupBase = $"ou=groups,{LdapServer.Base}",
    };

    private LdapOptions Searched => new()
    {
        Url = server.Plain, SearchBase = LdapServer.Base, BindDn = LdapServer.Reader, BindPassword = () => LdapServer.ReaderPassword, GroupBase = $"ou=groups,{LdapServer.Base}",
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_signs_in_with_the_directory_s_own_spelling_and_groups(bool searched)
    {
        var options = searched ? Searched : Bound;
        var (alice, _) = await TryAsync(options, "alice", LdapServer.PasswordOf("alice"));
        Assert.Equal("ldap:alice", alice!.Id);
        Assert.Equal(["network"], alice.Groups);
        Assert.Equal("Carol", (await TryAsync(options, "CAROL", LdapServer.PasswordOf("Carol"))).Person!.Name);
        Assert.Equal(["admins"], (await TryAsync(options, "bob", LdapServer.PasswordOf("bob"))).Person!.Groups);
    }

    [Theory]
    [InlineData("alice", "wrong password")]
    [InlineData("alice", "bob's own password")]
    [InlineData("nobody", "any password")]
    [InlineData("elsewhere", "elsewhere's own password")] // a referral
    [InlineData("two", "two's own password")] // two names
    [InlineData("alice", "")] // an unauthenticated bind, to which this server says yes
    [InlineData("", "")]
    [InlineData("*", "alice's own password")]
    [InlineData("*)(uid=*", "alice's own password")]
    [InlineData("alice)(objectClass=*", "alice's own password")]
    [InlineData("alice)(|(uid=*", "alice's own password")]
    [InlineData("al\\69ce", "alice's own password")]
    [InlineData("alice,ou=people", "alice's own password")]
    [InlineData("bob,ou=people,dc=example,dc=org", "bob's own password")]
    [InlineData("alice+cn=alice", "alice's own password")]
    [InlineData("alice\0", "alice's own password")]
    [InlineData("alice\0garbage", "alice's own password")]
    [InlineData("alice", "alice's own password\0more")]
    [InlineData("{dn}", "alice's own password")]
    [InlineData("{user}", "alice's own password")]
    public async Task Nothing_else_signs_anybody_in(string name, string password)
    {
        Assert.Equal(No, await TryAsync(Bound, name, password));
        Assert.Equal(No, await TryAsync(Searched, name, password));
    }

    [Fact]
    public async Task An_empty_password_is_not_even_shown_to_the_server()
    {
        using var listener = Listener(out var options);
        Assert.Equal(No, await TryAsync(options, "alice", ""));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Two_that_fit_are_nobody()
    {
        var options = Searched with { SearchFilter = "(&(objectClass=person)(|(uid={user})(mail={user})))" };
        Assert.NotNull((await TryAsync(options, "alice@example.org", LdapServer.PasswordOf("alice"))).Person);
        Assert.Equal(No, await TryAsync(options, "shared@example.org", LdapServer.PasswordOf("dave")));
        Assert.Equal(No, await TryAsync(options, "shared@example.org", LdapServer.PasswordOf("Carol")));
    }

    [Theory]
    [InlineData("ldaps")]
    [InlineData("ldap")]
    public async Task Encrypted_it_is_asked_only_where_the_certificate_is_of_the_authority_and_the_name(string scheme)
    {
        int port = scheme == "ldaps" ? server.TlsPort : server.Port;
        var options = Searched with { Url = LdapServer.Address(scheme, "127.0.0.1", port), StartTls = scheme == "ldap", CertificateAuthority = server.Authority };
        string password = LdapServer.PasswordOf("alice");
        Assert.NotNull((await TryAsync(options, "alice", password)).Person);
        Assert.True((await TryAsync(options with { CertificateAuthority = server.OtherAuthority }, "alice", password)).Unavailable);
        Assert.True((await TryAsync(options with { CertificateAuthority = null }, "alice", password)).Unavailable);
        Assert.True((await TryAsync(options with { Url = LdapServer.Address(scheme, "localhost", port) }, "alice", password)).Unavailable);
        Assert.True((await TryAsync(options with { CertificateAuthority = "/nowhere/ca.pem" }, "alice", password)).Unavailable);
    }

    [Fact]
    public async Task Who_takes_StartTLS_out_of_the_way_gets_no_password()
    {
        using var listener = Listener(out var options);
        var asking = TryAsync(options with { StartTls = true, UserDn = Bound.UserDn }, "alice", "alice's own password");
        using var client = await listener.AcceptTcpClientAsync().WaitAsync(HubClient.Patience);
        var stream = client.GetStream();
        byte[] heard = new byte[4096];
        int length = await stream.ReadAsync(heard);
        await stream.WriteAsync(Convert.FromHexString("300C02010178070A010204000400")); // protocolError
        int more;
        while ((more = await stream.ReadAsync(heard.AsMemory(length)).AsTask().WaitAsync(HubClient.Patience)) > 0) length += more;
        Assert.DoesNotContain("own password", Encoding.UTF8.GetString(heard, 0, length), StringComparison.Ordinal);
        Assert.Equal((null, true), await asking);
    }

    [Theory]
    [InlineData("3084FFFFFFFF")] // four gigabytes
    [InlineData("3080")] // without a length
    [InlineData("485454502F312E3120343030")] // HTTP
    [InlineData("300C02010261070A010004000400")] // an answer to another question
    [InlineData("300C02010165070A010004000400")] // another answer
    [InlineData("300A020101610504000400")] // no result
    [InlineData("")] // hangs up
    public async Task A_server_that_speaks_nonsense_signs_nobody_in(string hex)
    {
        using var listener = Listener(out var options);
        var asking = TryAsync(options with { UserDn = Bound.UserDn, Timeout = TimeSpan.FromSeconds(5) }, "alice", "some password");
        using (var client = await listener.AcceptTcpClientAsync().WaitAsync(HubClient.Patience))
        {
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[4096]));
            await client.GetStream().WriteAsync(Convert.FromHexString(hex));
        }
        Assert.Equal((null, true), await asking.WaitAsync(HubClient.Patience));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_others_go_on()
    {
        using var listener = Listener(out var options);
        using var local = new LocalPeople(options with { UserDn = Bound.UserDn });
        local.Write(LocalPeople.Person("alice"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => local.SignIn.TryAsync($"name{i}", "some password", "", $"192.0.2.{i}"))).WaitAsync(HubClient.Patience);
        Assert.All(outcomes, outcome => Assert.Equal(new PasswordOutcome(null, TimeSpan.Zero, true), outcome));
        Assert.NotNull((await local.SignIn.TryAsync("alice", LocalPeople.Password, "", "192.0.2.1")).Person);
        // Or it would show who is in which of the two.
        Assert.Equal(outcomes[0], await local.SignIn.TryAsync("alice", "wrong password", "", "192.0.2.1"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_one_that_refuses_the_searching_account_are_unavailable()
    {
        Assert.Equal((null, true), await TryAsync(Searched with { Url = LdapServer.Address("ldap", "127.0.0.1", Ports.Free()) }, "alice", "some password"));
        Assert.Equal((null, true), await TryAsync(Searched with { BindPassword = () => "wrong" }, "alice", LdapServer.PasswordOf("alice")));
        Assert.Equal((null, true), await TryAsync(Searched with { BindPassword = () => "" }, "alice", LdapServer.PasswordOf("alice")));
        Assert.Equal((null, true), await TryAsync(Searched with { SearchFilter = "(uid={user}" }, "alice", LdapServer.PasswordOf("alice")));
        Assert.Equal((null, true), await TryAsync(Searched with { GroupBase = "ou=nowhere," + LdapServer.Base }, "alice", LdapServer.PasswordOf("alice")));
    }

    [Fact]
    public async Task Who_is_in_a_group_that_cannot_be_kept_is_refused_rather_than_freed_of_its_rules()
    {
        using var local = new LocalPeople(Searched);
        local.Write();
        Assert.Equal(new PasswordOutcome(null, TimeSpan.Zero, false) { Trouble = SignInTrouble.Nameless }, await local.SignIn.TryAsync("erin", LdapServer.PasswordOf("erin"), "", "192.0.2.1"));
        Assert.Equal(new PasswordOutcome(null, TimeSpan.Zero, false), await local.SignIn.TryAsync("erin", "wrong password", "", "192.0.2.1"));
    }

    [Fact]
    public async Task While_the_directory_does_not_answer_a_local_name_takes_as_long_as_one_of_its_own()
    {
        using var listener = Listener(out var options);
        options = options with { UserDn = Bound.UserDn, Timeout = TimeSpan.FromSeconds(1) };
        using var local = new LocalPeople(options);
        local.Write(LocalPeople.Person("alice"));
        await local.SignIn.TryAsync("nobody", "some password", "", "192.0.2.1");
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        await local.SignIn.TryAsync("alice", "wrong password", "", "192.0.2.1");
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(1.99), HubClient.Patience);
    }

    [Fact]
    public async Task A_local_person_is_never_looked_for_in_the_directory_and_others_are()
    {
        using var local = new LocalPeople(Searched);
        local.Write(LocalPeople.Person("alice"), LocalPeople.Person("bob", disabled: true));
        Assert.Equal("local:alice", (await local.SignIn.TryAsync("alice", LocalPeople.Password, "", "192.0.2.1")).Person!.Id);
        Assert.Null((await local.SignIn.TryAsync("alice", LdapServer.PasswordOf("alice"), "", "192.0.2.1")).Person);
        Assert.Null((await local.SignIn.TryAsync("bob", LdapServer.PasswordOf("bob"), "", "192.0.2.1")).Person);
        Assert.Equal("ldap:dave", (await local.SignIn.TryAsync("Dave", LdapServer.PasswordOf("dave"), "", "192.0.2.1")).Person!.Id);
    }

    [Fact]
    public async Task A_name_has_one_spelling_or_each_could_be_tried_as_often_as_a_name_may()
    {
        using var local = new LocalPeople(Searched);
        local.Write();
        string[] spellings = ["ａlice", "ali\u00ADce", "ALICE\u200B"];
        // The directory itself would take them (RFC 4518).
        Assert.NotNull((await TryAsync(Searched, spellings[0], LdapServer.PasswordOf("alice"))).Person);
        var outcomes = await Task.WhenAll(spellings.Select((name, i) => local.SignIn.TryAsync(name, LdapServer.PasswordOf("alice"), "", $"192.0.2.{i}")));
        Assert.All(outcomes, outcome => Assert.Null(outcome.Person));
    }

    [Fact]
    public async Task With_a_directory_every_refusal_takes_the_same_time()
    {
        using var local = new LocalPeople(Searched);
        local.Write(LocalPeople.Person("alice"));
        var begun = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(new[] { "alice", "bob", "nobody" }.Select(async name =>
        {
            await local.SignIn.TryAsync(name, "wrong password", "", "192.0.2.1");
            Assert.InRange(begun.Elapsed, TimeSpan.FromSeconds(0.99), HubClient.Patience);
        }));
    }

    private static async Task<(Person? Person, bool Unavailable)> TryAsync(LdapOptions options, string name, string password)
    {
        using var directory = new LdapDirectory(new SignInOptions { Ldap = options }, TimeProvider.System, NullLogger<LdapDirectory>.Instance);
        return await directory.TryAsync(name, password);
    }

    // A server that only accepts connections.
    private static TcpListener Listener(out LdapOptions options)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        options = new LdapOptions { Url = LdapServer.Address("ldap", "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), Timeout = TimeSpan.FromSeconds(0.5) };
        return listener;
    }
}
