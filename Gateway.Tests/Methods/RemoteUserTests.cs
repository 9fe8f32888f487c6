using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Methods;
using Xunit;

namespace Gateway.Tests.Methods;

public sealed partial class RemoteUserTests
{
    // The grammar as the specification writes it; \z because $ would let a final line break pass.
    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._@+\\-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();

    // Mostly characters from within or just beside the grammar, so that both answers are common.
    private static readonly Gen<string> Near = Gen.Elements([.. "aZ09_.@+\\-/:;%$`'\"!~*?# \t\r\n\0\u007f\u0080\u00e9\u0430\uff11\u2028\ud83d"])
        .ArrayOf().Select(characters => new string(characters));

    private static readonly Gen<string> Accepted = Gen.Elements([.. "aZ09_.@+\\-"]).ArrayOf()
        .Select(characters => new string([.. characters.Take(RemoteUser.MaxLength)])).Where(user => RemoteUser.IsValid(user));

    [Fact]
    public void What_is_accepted_is_exactly_the_grammar()
    {
        Prop.ForAll(Near.ToArbitrary(), user => RemoteUser.IsValid(user) == Grammar().IsMatch(user)).VerboseOrThrow(2000);
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), user => RemoteUser.IsValid(user) == (user is not null && Grammar().IsMatch(user))).VerboseOrThrow(2000);
    }

    [Fact]
    public void No_bytes_pass_that_are_not_in_the_grammar() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            string user = Encoding.Latin1.GetString(bytes ?? []);
            return RemoteUser.IsValid(user) == Grammar().IsMatch(user);
        }).VerboseOrThrow(2000);

    [Fact]
    public void Every_single_character_is_judged_as_the_grammar_says()
    {
        for (int c = char.MinValue; c <= char.MaxValue; c++)
        {
            Assert.True(RemoteUser.IsValid($"{(char)c}") == Grammar().IsMatch($"{(char)c}"), $"first character U+{c:X4}");
            Assert.True(RemoteUser.IsValid($"a{(char)c}") == Grammar().IsMatch($"a{(char)c}"), $"later character U+{c:X4}");
        }
    }

    [Theory]
    [InlineData("ssh")]
    [InlineData("telnet")]
    public void An_accepted_user_changes_its_own_argument_and_nothing_else(string method)
    {
        var plain = Catalogs.Build(Catalogs.Options, method, "alice");
        int place = plain.Arguments.IndexOf("-l") + 1;
        Assert.True(place > 0);
        Prop.ForAll(Accepted.ToArbitrary(), user =>
        {
            var other = Catalogs.Build(Catalogs.Options, method, user);
            return other.Arguments.SequenceEqual(plain.Arguments.SetItem(place, user))
                && other.Program == plain.Program && other.Folder == plain.Folder
                && other.Environment.OrderBy(pair => pair.Key).SequenceEqual(plain.Environment.OrderBy(pair => pair.Key));
        }).VerboseOrThrow(500);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Sixty_four_characters_are_the_most(int length, bool accepted) => Assert.Equal(accepted, RemoteUser.IsValid(new string('a', length)));
}
