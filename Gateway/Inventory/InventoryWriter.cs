using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Inventory;

/// <summary>Writes an inventory as <see cref="InventoryReader"/> reads it: JSON, without what is as by default.</summary>
public static class InventoryWriter
{
    // Read by people: letters of every script as they are.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it all.</summary>
    public static void Write(Stream stream, DeviceInventory inventory)
    {
        using var writer = new Utf8JsonWriter(stream, Options);
        writer.WriteStartObject();
        writer.WriteStartArray("devices");
        foreach (var device in inventory.Devices) Write(writer, device);
        writer.WriteEndArray();
        writer.WriteStartArray("sites");
        foreach (var site in inventory.Sites)
        {
            writer.WriteStartObject();
            writer.WriteString("name", site.Name);
            Text(writer, "description", site.Description);
            Number(writer, "longitude", site.Longitude);
            Number(writer, "latitude", site.Latitude);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes one device.</summary>
    public static void Write(Utf8JsonWriter writer, Device device)
    {
        writer.WriteStartObject();
        writer.WriteString("name", device.Name);
        Text(writer, "description", device.Description);
        Text(writer, "icon", device.Icon);
        Text(writer, "vendor", device.Vendor);
        Text(writer, "model", device.Model);
        Text(writer, "os", device.Os);
        Text(writer, "site", device.Site);
        Number(writer, "longitude", device.Longitude);
        Number(writer, "latitude", device.Latitude);
        Number(writer, "x", device.X);
        Number(writer, "y", device.Y);
        List(writer, "groups", device.Groups);
        Group(writer, "properties", device.Properties);
        Number(writer, "ssh", device.Ssh);
        Number(writer, "telnet", device.Telnet);
        Text(writer, "ip", device.Ip);
        Flag(writer, "nameIsAddress", device.NameIsAddress);
        Group(writer, "addresses", device.Addresses);
        if (device.Via == Via.Direct) writer.WriteString("via", "direct");
        if (device.SshPort != 22) writer.WriteNumber("sshPort", device.SshPort);
        if (device.TelnetPort != 23 && device.Via == Via.Direct) writer.WriteNumber("telnetPort", device.TelnetPort);
        if (device.Defaults != new ConnectDefaults()) Write(writer, device.Defaults);
        Text(writer, "hostKeys", device.HostKeys);
        if (device.Legacy is { } legacy) Write(writer, legacy);
        if (device.Terminal != new TerminalTraits()) Write(writer, device.Terminal);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ConnectDefaults defaults)
    {
        writer.WriteStartObject("defaults");
        Text(writer, "user", defaults.User);
        Text(writer, "protocol", defaults.Protocol);
        Text(writer, "use", defaults.Use);
        Flag(writer, "automatic", defaults.Automatic);
        if (defaults.Credentials != CredentialChoice.Device) writer.WriteString("credentials", Word(defaults.Credentials));
        Flag(writer, "oneClient", defaults.OneClient);
        Flag(writer, "share", defaults.Share);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LegacyNeed legacy)
    {
        writer.WriteStartObject("legacy");
        List(writer, "algorithms", legacy.Algorithms);
        writer.WriteString("reason", legacy.Reason);
        writer.WriteString("until", legacy.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TerminalTraits traits)
    {
        var usual = new TerminalTraits();
        writer.WriteStartObject("terminal");
        if (traits.Enter != usual.Enter) writer.WriteString("enter", Word(traits.Enter));
        if (traits.BackspaceIsBs) writer.WriteString("backspace", "bs");
        Flag(writer, "localEcho", traits.LocalEcho);
        if (traits.Encoding != usual.Encoding) writer.WriteString("encoding", traits.Encoding);
        if (traits.Type != usual.Type) writer.WriteString("type", traits.Type);
        Flag(writer, "signals", traits.Signals);
        if (traits.LineDelay > TimeSpan.Zero) writer.WriteNumber("lineDelay", (int)traits.LineDelay.TotalMilliseconds);
        Text(writer, "waitFor", traits.WaitFor);
        Text(writer, "userPrompt", traits.UserPrompt);
        Text(writer, "passwordPrompt", traits.PasswordPrompt);
        writer.WriteEndObject();
    }

    private static string Word<T>(T choice) where T : struct, Enum => choice.ToString().ToLowerInvariant();

    private static void Text(Utf8JsonWriter writer, string key, string? text)
    {
        if (!string.IsNullOrEmpty(text)) writer.WriteString(key, text);
    }

    private static void Number(Utf8JsonWriter writer, string key, double? number)
    {
        if (number is { } value) writer.WriteNumber(key, value);
    }

    private static void Number(Utf8JsonWriter writer, string key, int? number)
    {
        if (number is { } value) writer.WriteNumber(key, value);
    }

    private static void Flag(Utf8JsonWriter writer, string key, bool flag)
    {
        if (flag) writer.WriteBoolean(key, true);
    }

    private static void List(Utf8JsonWriter writer, string key, IReadOnlyList<string> items)
    {
        if (items.Count == 0) return;
        writer.WriteStartArray(key);
        foreach (string item in items) writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    private static void Group(Utf8JsonWriter writer, string key, ImmutableSortedDictionary<string, string> members)
    {
        if (members.Count == 0) return;
        writer.WriteStartObject(key);
        foreach (var (name, value) in members) writer.WriteString(name, value);
        writer.WriteEndObject();
    }
}
