using System.Globalization;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway;

/// <summary>Says what a configuration's policy decides about somebody and the web pages of a device that dials in.</summary>
internal static class WebExplanation
{
    /// <summary>The lines to print, and whether the pages may be opened; null if the question cannot be asked so.</summary>
    /// <param name="configuration">The checked configuration.</param>
    /// <param name="catalog">Its ports.</param>
    /// <param name="inventory">Its inventory, of which the groups of a device are.</param>
    /// <param name="name">Who.</param>
    /// <param name="groups">The groups that he is in.</param>
    /// <param name="user">Nothing but <c>-</c>: the gateway does not see as whom somebody signs in there.</param>
    /// <param name="place">The port, with the device before it where rules ask for devices: <c>sop001:10080</c>.</param>
    /// <param name="at">When.</param>
    public static (bool? Allowed, IReadOnlyList<string> Lines) Of(
        GatewayConfiguration configuration, MethodCatalog catalog, DeviceInventory inventory, string name, IReadOnlyList<string> groups, string user, string place, DateTimeOffset at)
    {
        if (user != "-") return (null, ["http has no remote user: write - for it."]);
        int colon = place.LastIndexOf(':');
        var (device, number) = colon < 0 ? ("", place) : (place[..colon], place[(colon + 1)..]);
        if (!PortSet.TryParse(number, out int port)) return (null, [$"'{place}' is not a port, and not a device with its port (sop001:10080)."]);
        if (!catalog.Options.Ports.Contains(port)) return (false, [$"Refused to everybody: port {number} is not an allowed one (ports)."]);
        if (configuration.Tunnels.WebHost is null) return (false, ["Refused to everybody: devices' web pages are switched off (tunnels.webHost)."]);
        var signIn = AccessRooms.SignIn(configuration.SignIn);
        if (!signIn.IsOn) return (true, ["Allowed to everybody: nobody signs in here (signIn), so there is no policy."]);
        if (PolicyExplanation.Who(signIn, name, groups, out var no) is not { } person) return no;
        var policy = AccessRooms.PolicyOf(configuration);
        var authorizer = new Authorizer(signIn, new PolicyInForce(policy), AccessRooms.RecordingsOf(configuration), new InventoryInForce(inventory), TimeProvider.System);
        var web = new WebPlace(device, port);
        var decision = authorizer.Explain(person, web, at);
        string what = string.Create(CultureInfo.InvariantCulture, $"http to {(device.Length == 0 ? "" : $"{device} at ")}port {port} of {configuration.Domain}, {at:yyyy-MM-dd HH:mm zzz}");
        var lines = PolicyExplanation.Table(person, what, policy, rule => RuleFit.OfWeb(rule, person, port, authorizer.DeviceOf(web)));
        if (device.Length == 0 && policy.Rules.Any(rule => !rule.Devices.IsEmpty || !rule.DeviceGroups.IsEmpty))
            lines.Add($"Whose port that is the configuration does not say. Some rules ask for devices: write the device too, such as sop001:{number}.");
        lines.Add(decision switch
        {
            { IsAllowed: true } => $"Allowed by rule \"{decision.Rule}\": to open the web pages{PolicyExplanation.Ends(decision)}.",
            { Denial: AccessDenial.WatchOnly } => $"Rule \"{decision.Rule}\" allows to watch only: no web pages can be opened.",
            { Denial: AccessDenial.Unrecordable or AccessDenial.Recording } => $"Refused by rule \"{decision.Rule}\": it has to be recorded, and web pages cannot be.",
            _ => PolicyExplanation.Words(decision, configuration),
        });
        return (decision.IsAllowed, lines);
    }
}
