using Gateway.Access.Identity;

namespace Gateway.Web;

/// <summary>The words for what goes wrong with signing in.</summary>
internal static partial class Refusals
{
    /// <summary>Whatever was wrong: who is told which part learns something for the next try.</summary>
    public static readonly Refusal WrongPassword = new("signin", "That did not work", "Name, password or code is wrong. Check them and try again.");

    /// <summary>Too many attempts with this name or from this address.</summary>
    public static readonly Refusal TooManyAttempts = new("rate", "Too many attempts", "Wait a while, then try again.");

    /// <summary>Whoever knows the passwords does not answer.</summary>
    public static readonly Refusal NoDirectory = new("unreachable", "Nobody can be signed in at the moment", "The gateway cannot ask who you are. Try again in a minute; if it stays, tell the operator.");

    /// <summary>The password is right, but the directory says of the person what cannot be kept.</summary>
    public static readonly Refusal NoGroups = new("signin", "Your groups cannot be used here", "You are in too many groups, or in one whose name is not accepted. Tell the operator: the reason is in the gateway's log.");

    /// <summary>The request had the proxy's header and was not the proxy's.</summary>
    public static readonly Refusal NotTheProxy = new("signin", "This does not come from the proxy", "The header that names people is believed from the sign-in proxy only. Use the gateway's public address. Operators: see signIn.proxy.from.");

    /// <summary>The proxy named nobody, or not one person.</summary>
    public static readonly Refusal NoProxyName = new("signin", "The proxy did not say who you are", "Sign in at the proxy, then try again. If it stays, tell the operator: the header has to hold one name.");

    /// <summary>Why a certificate signs nobody in.</summary>
    public static Refusal Of(CertificateFault fault) => fault switch
    {
        CertificateFault.Missing => new("signin", "Your browser showed no certificate", "Install your personal certificate, close all windows of the browser, and try again."),
        CertificateFault.Expired => new("signin", "Your certificate is not valid today", "It has expired or is not valid yet. Ask for a new one."),
        CertificateFault.Purpose => new("signin", "This certificate is not for signing in", "It lacks the key usage \"client authentication\". Choose another one, or ask for one that has it."),
        CertificateFault.Stranger => new("signin", "This certificate is unknown here", "It was not issued by the authority that this gateway trusts. Choose another one: browsers ask again after all their windows were closed."),
        CertificateFault.Nameless => new("signin", "This certificate names nobody", "It has to name exactly one person in the place where the gateway looks. Ask the operator."),
        _ => throw new InvalidOperationException($"Unknown fault {fault}."),
    };

    /// <summary>Why the last try at the provider failed; empty for a code that is none.</summary>
    public static string OfTrouble(string? code) => !Enum.TryParse<SignInTrouble>(code, ignoreCase: true, out var trouble) || !Enum.IsDefined(trouble) || int.TryParse(code, out _) ? "" : trouble switch
    {
        SignInTrouble.Unreachable => "The sign-in service does not answer. Try again in a minute; if it stays, tell the operator.",
        SignInTrouble.Unusable => "The sign-in service gave an answer that cannot be used. This is for the operator: the reason is in the gateway's log.",
        SignInTrouble.Stale => "That sign-in took too long, or was begun in another window. Try again.",
        SignInTrouble.Denied => "The sign-in was cancelled, or the sign-in service does not let you in here.",
        SignInTrouble.Refused => "The answer of the sign-in service was not accepted. Try again; if it stays, tell the operator: the reason is in the gateway's log.",
        SignInTrouble.Nameless => "The sign-in service gave no name or no list of groups for you that can be used here. Tell the operator: the reason is in the gateway's log.",
        SignInTrouble.Store => "The gateway cannot keep sign-ins at the moment. Try again in a minute.",
        _ => "",
    };
}
