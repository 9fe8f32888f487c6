using Gateway.Cluster;
using Gateway.Methods;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>Every refusal in words, the same in the page, on the hub and as JSON.</summary>
internal static partial class Refusals
{
    public static readonly Refusal Missing = new("missing", "This terminal is gone", "It has ended, or it never was yours. Open a new one.");

    public static readonly Refusal NoVisitor = new("visit", "Your session has expired", "Reload the page to start a new one.");

    public static readonly Refusal TooOften = new("rate", "Too many terminals in a short time", "Wait a minute and try again.");

    public static readonly Refusal TooManyViewers = new("limit", "Too many viewers", "This terminal is open in as many tabs as allowed. Close one of them.");

    /// <summary>Nobody can be asked where a terminal is.</summary>
    public static readonly Refusal Unsearchable = new("unreachable", "This terminal cannot be found at the moment", "Not all nodes of the gateway can be asked.");

    /// <summary>Sessions cannot be read now.</summary>
    public static readonly Refusal NoSessions = new("unreachable", "The gateway cannot tell who you are at the moment", "Its store of sessions does not answer.");

    /// <summary>The node that runs a terminal is there, but not to be reached from here.</summary>
    public static Refusal Unreachable(string? node) => new("unreachable", $"{Named(node)} cannot be reached", "It runs this terminal, which goes on if only the way there is cut.");

    /// <summary>The node that ran a terminal is gone.</summary>
    public static Refusal Lost(string? node) => new("lost", $"{Named(node)} is gone", $"{Named(node)} ran this terminal and stopped without a word, and the terminal with it. Reconnect to start a new one on another node.");

    /// <summary>A refusal as JSON (RFC 9457).</summary>
    public static IResult Refused(int status, Refusal refusal) =>
        Results.Problem(refusal.Detail, null, status, refusal.Title, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code });

    /// <summary>What is wrong with a link; null if nothing is.</summary>
    public static (int Status, Refusal Refusal)? Of(LinkVerdict verdict, MethodCatalog methods, string? method, string? port) => verdict switch
    {
        LinkVerdict.Allowed => null,
        LinkVerdict.UnknownMethod => (404, new("invalid", $"There is no method \"{Short(method)}\"", $"A link reads /remote/<method>/<user>/<port>, and the method can only be {Or(methods.Names)}.")),
        LinkVerdict.InvalidUser => (400, new("invalid", "This is not a user name", "A user begins with a letter, a digit or _ and goes on with letters, digits and . _ @ + - \\ up to 64 characters.")),
        LinkVerdict.InvalidPort => (400, new("invalid", $"\"{Short(port)}\" is not a port", "A port is a plain number from 1 to 65535, without a leading zero.")),
        LinkVerdict.PortNotAllowed => (403, new("forbidden", $"Port {port} is not open here", "Only ports that the operator has listed in gateway.json can be reached. Check the number, or ask the operator to allow it.")),
        _ => throw new InvalidOperationException($"Unknown verdict {verdict}."),
    };

    /// <summary>Why no terminal was opened.</summary>
    public static Refusal Of(OpenFailure failure) => failure switch
    {
        OpenFailure.VisitorLimit => new("limit", "You have as many terminals as allowed", "Close one of them on the start page, then try again."),
        OpenFailure.NodeLimit => new("limit", "The gateway is full", "It runs as many terminals as allowed. Try again later, or ask the operator."),
        OpenFailure.Stopping => new("stopping", "The gateway is stopping", "Try again in a moment, when it is back."),
        OpenFailure.NotStarted => new("failed", "The client program could not be started", "This is for the operator: the reason is in the gateway's log."),
        _ => throw new InvalidOperationException($"Unknown failure {failure}."),
    };

    /// <summary>Why no terminal was opened, as counted over all nodes.</summary>
    public static Refusal Of(ClaimFailure failure) => failure switch
    {
        ClaimFailure.VisitorLimit => Of(OpenFailure.VisitorLimit),
        ClaimFailure.GatewayLimit => Of(OpenFailure.NodeLimit),
        ClaimFailure.Rate => TooOften,
        _ => throw new InvalidOperationException($"Unknown failure {failure}."),
    };

    private static string Named(string? node) => node is null ? "The node of this terminal" : $"The node {node}";

    // A stranger's text is shown, but not at any length.
    private static string Short(string? text) => text is null ? "" : text.Length <= 32 ? text : $"{text.AsSpan(0, 32)}…";

    private static string Or(IReadOnlyList<string> names) => string.Join(" or ", names);
}
