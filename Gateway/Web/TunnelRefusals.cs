using System.Globalization;
using Gateway.Tunnels;

namespace Gateway.Web;

/// <summary>The words for devices that dial in.</summary>
internal static partial class Refusals
{
    /// <summary>The port leads to its web pages or to a service of its own.</summary>
    public static readonly Refusal NoTerminalThere = new("invalid", "No terminal leads to this port", "It belongs to a device that dials in, and leads to its web pages or to another service of it. Open the port of its ssh.");

    /// <summary>Nobody can say now which ports belong to devices that dial in.</summary>
    public static readonly Refusal NoDialIns = new("failed", "The gateway does not know its devices at the moment", "Which ports belong to devices that dial in cannot be read. Try again in a moment.");

    /// <summary>An administrator has stopped it.</summary>
    public static Refusal StoppedDevice(string device) => new("failed", $"{device} is stopped", "An administrator has stopped it, and can start it again.");

    /// <summary>It comes by another road at this moment.</summary>
    public static Refusal ComingAnew(string device) => new("failed", $"{device} is just connecting anew", "Try again in a moment.");

    /// <summary>It is connected, and this node cannot open its port.</summary>
    public static Refusal PortNotOpen(int port) => new("failed", $"Port {port} could not be opened on the gateway", "The device is connected, but another program on the gateway's host holds its port. This is for the operator.");

    /// <summary>No road leads to it now.</summary>
    public static Refusal NotConnected(DialInPort port, TunnelEntry? last, DateTimeOffset now)
    {
        string name = port.Device.CloneMember is not null && port.Member is { } member ? $"{port.Device.Name} ({Spell(member)})" : port.Device.Name;
        const string more = "It dials in by itself as soon as it can; try again then.";
        return new("failed", $"{name} is not connected", last is null ? $"It was never seen. {more}" : $"It was last seen {Ago(now - last.At)}{By(last.Road)}. {more}");
    }

    private static string Spell(Gateway.Tunnels.Member member) => member == Gateway.Tunnels.Member.Master ? "master" : "clone";

    private static string By(Road? road) => road switch { Road.Ssh => ", by reverse SSH tunnel", Road.WebSocket => ", by WebSocket", _ => "" };

    private static string Ago(TimeSpan since)
    {
        return since.TotalMinutes < 1 ? "less than a minute ago" : since.TotalHours < 1 ? Words((int)since.TotalMinutes, "minute") : since.TotalDays < 1 ? Words((int)since.TotalHours, "hour") : Words((int)since.TotalDays, "day");

        static string Words(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")} ago");
    }
}
