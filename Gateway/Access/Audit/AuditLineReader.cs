using System.Globalization;
using System.Text.Json;

namespace Gateway.Access.Audit;

/// <summary>Gathers the members of a line. Members of newer versions are passed over.</summary>
internal ref struct AuditLineReader
{
    private long? _number;
    private int? _port;
    private DateTimeOffset? _time;
    private string? _node, _event, _previous, _person, _signIn, _address, _target, _terminal, _method, _user, _device, _place, _rule, _reason;

    public void Take(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("number"u8)) _number = Value(ref json).GetInt64();
        else if (json.ValueTextEquals("time"u8)) _time = DateTimeOffset.Parse(Text(ref json)!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        else if (json.ValueTextEquals("node"u8)) _node = Text(ref json);
        else if (json.ValueTextEquals("event"u8)) _event = Text(ref json);
        else if (json.ValueTextEquals("person"u8)) _person = Text(ref json);
        else if (json.ValueTextEquals("signIn"u8)) _signIn = Text(ref json);
        else if (json.ValueTextEquals("address"u8)) _address = Text(ref json);
        else if (json.ValueTextEquals("target"u8)) _target = Text(ref json);
        else if (json.ValueTextEquals("terminal"u8)) _terminal = Text(ref json);
        else if (json.ValueTextEquals("method"u8)) _method = Text(ref json);
        else if (json.ValueTextEquals("user"u8)) _user = Text(ref json);
        else if (json.ValueTextEquals("port"u8)) _port = Value(ref json).GetInt32();
        else if (json.ValueTextEquals("device"u8)) _device = Text(ref json);
        else if (json.ValueTextEquals("place"u8)) _place = Text(ref json);
        else if (json.ValueTextEquals("rule"u8)) _rule = Text(ref json);
        else if (json.ValueTextEquals("reason"u8)) _reason = Text(ref json);
        else if (json.ValueTextEquals("previous"u8)) _previous = Text(ref json);
        else
        {
            json.Read();
            json.Skip();
        }
    }

    /// <summary>The line; null if something is missing that every line has.</summary>
    public readonly AuditLine? Line() => _number is not > 0 || _time is null || _node is null || _event is null || _previous is not { Length: 64 } ? null : new AuditLine
    {
        Number = _number.Value,
        Time = _time.Value,
        Node = _node,
        Event = _event,
        Person = _person,
        SignIn = _signIn,
        Address = _address,
        Target = _target,
        Terminal = _terminal,
        Method = _method,
        User = _user,
        Port = _port,
        Device = _device,
        Place = _place,
        Rule = _rule,
        Reason = _reason,
        Previous = _previous,
    };

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    private static ref Utf8JsonReader Value(ref Utf8JsonReader json)
    {
        json.Read();
        return ref json;
    }
}
