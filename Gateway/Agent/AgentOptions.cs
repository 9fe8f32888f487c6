using System.CommandLine;

namespace Gateway.Agent;

/// <summary>The options of the agent's commands. What is given counts more than what the state folder holds.</summary>
internal static class AgentOptions
{
    private const string None = "none";

    public static readonly Option<string> State = new("--state")
    {
        Description = "The folder of the key, the settings and the log.", HelpName = "FOLDER", Recursive = true, DefaultValueFactory = _ => StateFolder.Usual(),
    };

    public static readonly Option<string?> Url = new("--url") { Description = "The gateway's address. Default: that of the enrolment.", HelpName = "URL" };
    public static readonly Option<string?> Name = new("--name") { Description = "The device's name at the gateway. Default: that of the enrolment.", HelpName = "NAME" };
    public static readonly Option<bool> Clone = new("--clone") { Description = "It is the Clone of a pair, not the Master." };
    public static readonly Option<string?> Ca = new("--ca") { Description = "The authority of the gateway's certificate, as PEM; only that one is trusted then. Default: those that the system trusts.", HelpName = "FILE" };
    public static readonly Option<string?> Proxy = new("--proxy") { Description = "The HTTP proxy to go through, http://proxy.example:3128. Default: HTTPS_PROXY and NO_PROXY of the environment, which is also the place for a password.", HelpName = "URL" };
    public static readonly Option<bool> Insecure = new("--insecure") { Description = "Allow an address without TLS. Anybody on the way can pass for the gateway then." };

    private static readonly Option<string?> Ssh = Service("--ssh", "The device's ssh server. Default: 127.0.0.1:22. \"none\" publishes none.");
    private static readonly Option<string?> Http = Service("--http", "Its web pages. Default: none.");
    private static readonly Option<string?> App = Service("--app", "Another application of it. Default: none.");
    private static readonly Option<string?> TokenFile = new("--token-file") { Description = "A file whose first line is a token from the gateway, in place of a key.", HelpName = "FILE" };
    private static readonly Option<string[]> HostKey = new("--host-key") { Description = "Public host key of the ssh server; may be given several times. Default: those of /etc/ssh if it is this machine's, on port 22.", HelpName = "FILE" };

    /// <summary>Gives a command those that say how the gateway is reached.</summary>
    public static void AddDialing(Command command)
    {
        foreach (var option in (Option[])[Ca, Proxy, Insecure]) command.Add(option);
    }

    /// <summary>Gives a command those that say what is published.</summary>
    public static void AddPublishing(Command command)
    {
        foreach (var option in (Option[])[Clone, Ssh, Http, App, TokenFile, HostKey]) command.Add(option);
        AddDialing(command);
    }

    /// <summary>The state folder that is meant.</summary>
    public static StateFolder Folder(ParseResult parsed) => new(Path.GetFullPath(parsed.GetRequiredValue(State)));

    /// <summary>Settings, with what was given on the command line.</summary>
    public static AgentSettings Over(ParseResult parsed, AgentSettings kept) => kept with
    {
        Url = parsed.GetValue(Url) ?? kept.Url,
        Name = parsed.GetValue(Name) ?? kept.Name,
        IsClone = Given(parsed, Clone) ? parsed.GetValue(Clone) : kept.IsClone,
        Ssh = Of(parsed, Ssh, kept.Ssh),
        Http = Of(parsed, Http, kept.Http),
        App = Of(parsed, App, kept.App),
        TokenFile = File(parsed, TokenFile, kept.TokenFile),
        Ca = File(parsed, Ca, kept.Ca),
        Proxy = Of(parsed, Proxy, kept.Proxy),
        HostKeys = parsed.GetValue(HostKey) is { Length: > 0 } files ? [.. files.Select(Path.GetFullPath)] : kept.HostKeys,
        Insecure = Given(parsed, Insecure) ? parsed.GetValue(Insecure) : kept.Insecure,
    };

    private static Option<string?> Service(string name, string words) => new(name) { Description = words, HelpName = "HOST:PORT" };

    private static bool Given(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static string? Of(ParseResult parsed, Option<string?> option, string? kept) => !Given(parsed, option) ? kept : parsed.GetValue(option) is { } value && value != None ? value : null;

    // A service starts elsewhere than whoever enrols.
    private static string? File(ParseResult parsed, Option<string?> option, string? kept) => Of(parsed, option, kept) is { } file ? Path.GetFullPath(file) : null;
}
