using System.CommandLine;
using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary><c>gateway policy</c>: what the rules of a configuration decide.</summary>
public static class PolicyCommand
{
    private const int Allowed = 0;
    private const int Refused = 1;
    private const int Unread = 2;

    private static readonly Argument<string> Who = new("PERSON") { Description = "Who: alice, or oidc:alice for one way to sign in." };
    private static readonly Argument<string> Method = new("METHOD") { Description = "ssh or telnet, or http for the web pages of a device that dials in." };
    private static readonly Argument<string> User = new("USER") { Description = "The remote user; - for http." };
    private static readonly Argument<string> Port = new("PORT") { Description = "The port of the domain, or the name of a device; for http the port, or sop001:10080 where rules ask for devices." };
    private static readonly Option<string?> Groups = new("--groups", "-g") { Description = "The groups that the person is in, separated by commas.", HelpName = "GROUPS" };
    private static readonly Option<string?> At = new("--at") { Description = "When, such as 2026-11-25T08:00+01:00; by default now.", HelpName = "TIME" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var explain = new Command("explain", """
            Say which rule decides about a person and a terminal, and why the ones before it do not.
            It reads the configuration, not a running gateway, whose policy is older while a change has faults.
            Exit codes: 0 the person may open the terminal, 1 he may not (also if he may only watch), 2 the configuration or the question cannot be read.
            """) { Who, Method, User, Port, Groups, At };
        explain.SetAction(Explain);
        var show = new Command("show", "List the rules in the order in which they are asked. Exit codes: 0, or 2 if the configuration cannot be read.");
        show.SetAction(Show);
        return new Command("policy", "Show and explain what the policy allows.") { explain, show };
    }

    private static int Explain(ParseResult parsed)
    {
        var console = parsed.InvocationConfiguration;
        if (Load(parsed) is not { } configuration) return Unread;
        if (Time(parsed.GetValue(At)) is not { } at)
        {
            console.Error.WriteLine("--at takes a date, a time and the difference to UTC: 2026-11-25T08:00+01:00, or 2026-11-25T07:00Z.");
            return Unread;
        }
        string[] groups = parsed.GetValue(Groups)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var (allowed, lines) = PolicyExplanation.Of(configuration, parsed.GetValue(Who)!, groups, (parsed.GetValue(Method)!, parsed.GetValue(User)!, parsed.GetValue(Port)!), at);
        foreach (string line in lines) (allowed is null ? console.Error : console.Output).WriteLine(line);
        return allowed switch { true => Allowed, false => Refused, null => Unread };
    }

    private static int Show(ParseResult parsed)
    {
        if (Load(parsed) is not { } configuration) return Unread;
        foreach (string line in PolicyTable.Lines(configuration)) parsed.InvocationConfiguration.Output.WriteLine(line);
        return Allowed;
    }

    // The files that it names are not looked at: whoever asks need not be able to read them.
    private static GatewayConfiguration? Load(ParseResult parsed)
    {
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (!result.IsGood)
            foreach (string line in FaultReport.Lines(result)) parsed.InvocationConfiguration.Error.WriteLine(line);
        return result.Configuration;
    }

    private static DateTimeOffset? Time(string? text) =>
        text is null ? TimeProvider.System.GetLocalNow()
        : DateTimeOffset.TryParseExact(text.EndsWith('Z') ? text[..^1] + "+00:00" : text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : null;
}
