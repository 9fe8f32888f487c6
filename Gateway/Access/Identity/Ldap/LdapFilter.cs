using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Gateway.Access.Identity.Ldap;

/// <summary>
/// A search filter (RFC 4515) with placeholders such as <c>{user}</c>. They are filled in after the filter was taken
/// apart, so that no value can become a part of its grammar.
/// </summary>
public sealed class LdapFilter
{
    private const int Deepest = 20;

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, string> _values;
    private int _at;

    private LdapFilter(string text, IReadOnlyDictionary<string, string> values) => (_text, _values) = (text, values);

    /// <summary>Writes a filter as RFC 4511, 4.5.1.7 has it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="text">The filter.</param>
    /// <param name="values">What stands for each placeholder, braces included.</param>
    /// <exception cref="FormatException">It is no filter; the message says where.</exception>
    public static void Write(AsnWriter writer, string text, IReadOnlyDictionary<string, string> values)
    {
        var filter = new LdapFilter(text, values);
        filter.Any(writer, 0);
        if (filter._at != text.Length) throw filter.Wrong("more follows after the end");
    }

    private static Asn1Tag Tag(int number, bool constructed = false) => new(TagClass.ContextSpecific, number, constructed);

    private void Any(AsnWriter writer, int depth)
    {
        if (depth > Deepest) throw Wrong("it is nested too deeply");
        Take('(');
        switch (Next)
        {
            case '&' or '|':
                using (writer.PushSetOf(Tag(_text[_at++] == '&' ? 0 : 1, true)))
                    while (Next == '(') Any(writer, depth + 1);
                break;
            case '!':
                _at++;
                using (writer.PushSequence(Tag(2, true))) Any(writer, depth + 1);
                break;
            default:
                Item(writer);
                break;
        }
        Take(')');
    }

    private void Item(AsnWriter writer)
    {
        int end = _text.IndexOf(')', _at), equals = _text.IndexOf('=', _at);
        if (equals < 0 || end < equals) throw Wrong("a condition has no =");
        string left = _text[_at..equals], right = _text[(equals + 1)..end];
        if (left.AsSpan().IndexOfAny("({*") >= 0 || right.Contains('(', StringComparison.Ordinal)) throw Wrong("a condition is none");
        switch (left)
        {
            case [.., '>']: Compare(writer, 5, left[..^1], right); break;
            case [.., '<']: Compare(writer, 6, left[..^1], right); break;
            case [.., '~']: Compare(writer, 8, left[..^1], right); break;
            case [.., ':']: Extended(writer, left[..^1], right); break;
            default: Equal(writer, left, right); break;
        }
        _at = end;
    }

    private void Equal(AsnWriter writer, string attribute, string value)
    {
        Attribute(attribute);
        if (value == "*") writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute), Tag(7));
        else if (!value.Contains('*', StringComparison.Ordinal)) Compare(writer, 3, attribute, value);
        else
        {
            using var substrings = writer.PushSequence(Tag(4, true));
            writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
            using var list = writer.PushSequence();
            string[] parts = value.Split('*');
            for (int i = 0; i < parts.Length; i++)
                if (parts[i].Length > 0) writer.WriteOctetString(Value(parts[i]), Tag(i == 0 ? 0 : i == parts.Length - 1 ? 2 : 1));
        }
    }

    private void Compare(AsnWriter writer, int tag, string attribute, string value)
    {
        Attribute(attribute);
        using var condition = writer.PushSequence(Tag(tag, true));
        writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
        writer.WriteOctetString(Value(value));
    }

    // attribute:dn:rule:=value, of which Active Directory's nested groups make use.
    private void Extended(AsnWriter writer, string left, string value)
    {
        string[] parts = left.Split(':');
        bool dn = parts.Length > 1 && parts[1] == "dn";
        string rule = parts.Length > (dn ? 2 : 1) ? parts[^1] : "";
        using var condition = writer.PushSequence(Tag(9, true));
        if (rule.Length > 0) writer.WriteOctetString(Encoding.UTF8.GetBytes(rule), Tag(1));
        if (parts[0].Length > 0) writer.WriteOctetString(Encoding.UTF8.GetBytes(parts[0]), Tag(2));
        writer.WriteOctetString(Value(value), Tag(3));
        if (dn) writer.WriteBoolean(true, Tag(4));
    }

    private void Attribute(string name)
    {
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or ';' or '.')) throw Wrong($"\"{name}\" is no attribute");
    }

    private byte[] Value(string text)
    {
        using var bytes = new MemoryStream();
        for (int i = 0; i < text.Length;)
        {
            if (_values.Keys.FirstOrDefault(key => string.CompareOrdinal(text, i, key, 0, key.Length) == 0) is { } key)
            {
                bytes.Write(Encoding.UTF8.GetBytes(_values[key]));
                i += key.Length;
            }
            else if (text[i] != '\\')
            {
                int length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                bytes.Write(Encoding.UTF8.GetBytes(text, i, length));
                i += length;
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte escaped))
            {
                bytes.WriteByte(escaped);
                i += 3;
            }
            else
            {
                throw Wrong("a backslash is not followed by two hexadecimal digits");
            }
        }
        return bytes.ToArray();
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private void Take(char letter)
    {
        if (Next != letter) throw Wrong($"{letter} is missing");
        _at++;
    }

    private FormatException Wrong(string what) => new($"The filter {_text} is none at character {_at + 1}: {what}.");
}
