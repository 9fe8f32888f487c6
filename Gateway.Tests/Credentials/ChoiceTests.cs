using Gateway.Access;
using Gateway.Credentials;
using Gateway.Inventory;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>Which credential counts, and which question is answered with it.</summary>
public sealed class ChoiceTests
{
    private static readonly Device Core = new() { Name = "core1", Groups = ["core", "site-a"] };

    [Theory]
    [InlineData("core1", "core1", true)]
    [InlineData("core", "core1", false)]
    [InlineData("*", "", true)]
    [InlineData("core*", "core1", true)]
    [InlineData("*1", "core1", true)]
    [InlineData("c*e*1", "core1", true)]
    [InlineData("core1*1", "core1", false)]
    [InlineData("c*x*1", "core1", false)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool matches) => Assert.Equal(matches, CredentialFit.Matches(pattern, name));

    [Fact]
    public void The_highest_priority_counts_then_the_name_and_only_what_is_assigned()
    {
        Credential[] all =
        [
            One("b") with { Devices = ["*"], Priority = 1 }, One("a") with { Devices = ["*"], Priority = 1 }, One("low") with { Groups = ["core"], User = "admin" },
            One("else") with { Devices = ["edge*"], Priority = 9 }, One("ca") with { Kind = CredentialKind.Authority, Devices = ["*"], Priority = 9 },
            One("team") with { Devices = ["*"], People = ["ops"], Priority = 2 }, One("hers") with { Owner = "local:alice", Devices = ["core*"], Priority = 9 }, One("his") with { Owner = "local:bob", Devices = ["*"] },
            One("root") with { Devices = ["*"], User = "root", Priority = 8 },
        ];
        Assert.Equal(["root", "a", "b", "low"], Fitting(Of("dave"), CredentialChoice.Device, null));
        Assert.Equal(["a", "b", "low"], Fitting(Of("dave"), CredentialChoice.Device, "admin"));
        Assert.Equal(["team", "a", "b", "low"], Fitting(Of("alice", "ops"), CredentialChoice.Device, "admin"));
        Assert.Equal(["hers"], Fitting(Of("alice"), CredentialChoice.Mine, null));
        Assert.Empty(Fitting(new Caller("visitor", "", null), CredentialChoice.Mine, null));
        Assert.Equal(["root", "a", "b", "low"], Fitting(new Caller("visitor", "", null), CredentialChoice.Device, null));
        Assert.Empty(Fitting(Of("alice"), CredentialChoice.Custom, null));

        IEnumerable<string> Fitting(Caller caller, CredentialChoice choice, string? user) => CredentialFit.Fitting(all, caller, Core, choice, user).Select(one => one.Name);
    }

    [Fact]
    public void Ssh_is_told_the_password_once_and_only_for_its_own_question_about_this_user_and_place()
    {
        foreach (string other in new[]
        {
            "alice@[10.0.0.1]:23's password: ", "bob@[10.0.0.1]:22's password: ", "alice@[10.0.0.1]:22's password:", "(alice@[10.0.0.1]:22) Verification code: ", "(alice@[10.0.0.1]:22) Password for alice: ",
            "Enter passphrase for key 'x': ", "alice@[10.0.0.1]:22's password: \nAgain: ", "",
        })
            Assert.Equal(AskpassKind.AskHidden, Prompts().Answer(other).Kind);
        foreach (string own in new[] { "alice@[10.0.0.1]:22's password: ", "(alice@[10.0.0.1]:22) Password: ", "(alice@[10.0.0.1]:22) password:" })
        {
            var prompts = Prompts();
            var answer = prompts.Answer(own);
            Assert.Equal((AskpassKind.Say, "secret"), (answer.Kind, System.Text.Encoding.UTF8.GetString(answer.Secret.Span)));
            Assert.Equal(new AskpassAnswer(AskpassKind.AskHidden), prompts.Answer("(alice@[10.0.0.1]:22) One-time code: "));
            Assert.False(prompts.WasRefused);
            Assert.Equal(new AskpassAnswer(AskpassKind.AskHidden, Note: "refused"), prompts.Answer(own));
            Assert.True(prompts.WasRefused);
            Assert.Equal(new AskpassAnswer(AskpassKind.AskHidden), prompts.Answer(own));
        }
        Assert.Equal(AskpassKind.AskShown, Prompts().Answer("The authenticity of host ... Are you sure you want to continue connecting (yes/no/[fingerprint])? ").Kind);

        static PasswordPrompts Prompts() => new("alice", "[10.0.0.1]:22", "secret"u8.ToArray(), "refused");
    }

    [Fact]
    public void Ssh_add_is_told_the_passphrase_once()
    {
        var prompts = new PassphrasePrompts("secret"u8.ToArray());
        Assert.Equal(AskpassKind.Refuse, prompts.Answer("Allow use of key?").Kind);
        Assert.Equal(AskpassKind.Say, prompts.Answer("Enter passphrase for (stdin): ").Kind);
        Assert.False(prompts.WasRefused);
        Assert.Equal(AskpassKind.Refuse, prompts.Answer("Bad passphrase, try again for (stdin): ").Kind);
        Assert.True(prompts.WasRefused);
    }

    [Fact]
    public void A_telnet_device_is_answered_once_each_and_never_where_it_would_be_shown()
    {
        Assert.Null(TelnetPrompts.Of(new TerminalTraits { UserPrompt = "Username:" }, "admin"));
        var traits = new TerminalTraits { UserPrompt = "Username:", PasswordPrompt = " Password: " };
        var prompts = TelnetPrompts.Of(traits, "admin")!;
        Assert.Equal(TelnetStep.Wait, prompts.Next("Welcome\r\nPassword: must be changed\r\n", false));
        Assert.Equal(TelnetStep.Wait, prompts.Next("The Password:\r\n", false));
        Assert.Equal(TelnetStep.User, prompts.Next("Welcome\r\nrouter username: ", true));
        Assert.Equal(TelnetStep.Wait, prompts.Next("router username: admin", false));
        Assert.Equal(TelnetStep.Password, prompts.Next("username: admin\r\nPassword: ", false));
        Assert.Equal(TelnetStep.Refused, prompts.Next("Bad\r\nusername: ", false));
        Assert.Equal(TelnetStep.Shown, TelnetPrompts.Of(traits, "admin")!.Next("Password: ", true));
        prompts = TelnetPrompts.Of(traits, "admin")!;
        Assert.Equal(TelnetStep.User, prompts.Next("Username: ", false));
        Assert.Equal(TelnetStep.Refused, prompts.Next("No such user\r\nUsername: ", false));
    }

    private static Credential One(string name) => new() { Id = name, Name = name };

    private static Caller Of(string name, params string[] groups) => Caller.Of(new SignIn
    {
        Id = "s", Person = new Person(SignInWay.Local, name, name, groups), Since = DateTimeOffset.UnixEpoch, Expires = DateTimeOffset.MaxValue, Seen = DateTimeOffset.UnixEpoch, Address = "",
    }, "");
}
