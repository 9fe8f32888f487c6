using System.Globalization;
using Gateway.Access;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway.Web.Devices;

/// <summary>The ways to a device that somebody may open or watch.</summary>
internal sealed class DeviceWays(MethodCatalog methods, Authorizer authorizer)
{
    /// <summary>The ways to a device, the inventory's default first; none if it is not for this caller.</summary>
    public IReadOnlyList<DeviceWay> Of(Caller caller, Device device)
    {
        string user = device.Defaults.User ?? caller.Person?.Name ?? "";
        if (!RemoteUser.IsValid(user)) user = "admin";
        var ports = new List<(string Protocol, int Port)>(2);
        if (device.Ssh is { } ssh && May("ssh", ssh)) ports.Add(("ssh", ssh));
        if (device.Telnet is { } telnet && May("telnet", telnet)) ports.Add(("telnet", telnet));
        if (ports.Count == 0) return [];
        return [new("port", "Port of the domain", "domain", [.. ports.Select(port => port.Protocol)], ports.ToDictionary(port => port.Protocol, port => port.Port.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal))];

        bool May(string method, int port)
        {
            var target = new RemoteTarget { Device = device.Name, Port = port };
            if (methods.Read(method, user, target, out var request) != LinkVerdict.Allowed) return false;
            return authorizer.Decide(caller, new AccessRequest(AccessAction.OpenTerminal, request)) is { IsAllowed: true } or { Denial: AccessDenial.WatchOnly };
        }
    }
}
