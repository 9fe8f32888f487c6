using System.Formats.Asn1;
using System.Text;

namespace Gateway.Access.Identity.Ldap;

/// <summary>An entry that a search found.</summary>
/// <param name="Dn">Its distinguished name.</param>
/// <param name="Values">The values of the one attribute that was asked for.</param>
internal sealed record LdapEntry(string Dn, IReadOnlyList<string> Values);

/// <summary>What the server says at the end of an operation (RFC 4511, 4.1.9).</summary>
internal sealed record LdapResult(int Code, string Message)
{
    public const int Success = 0;
    public const int SizeLimitExceeded = 4;
    public const int Referral = 10;
    public const int NoSuchObject = 32;
    public const int InvalidDn = 34;
    public const int InappropriateAuthentication = 48;
    public const int InvalidCredentials = 49;
    public const int InsufficientRights = 50;
    public const int Unwilling = 53;
    public const int ConstraintViolation = 19;

    public override string ToString() => Message.Length > 0 ? $"result {Code}, {Message}" : $"result {Code}";
}

/// <summary>The few messages of LDAP that a sign-in takes (RFC 4511, 4 and 5.1), as bytes.</summary>
internal static class LdapMessage
{
    public const int BindResponse = 1;
    public const int SearchEntry = 4;
    public const int SearchDone = 5;
    public const int SearchReference = 19;
    public const int ExtendedResponse = 24;

    private const string StartTlsName = "1.3.6.1.4.1.1466.20037"; // RFC 4511, 4.14.1

    private enum Scope
    {
        Base = 0,
        Subtree = 2,
    }

    private enum Dereference
    {
        Never = 0,
    }

    public static byte[] Bind(int id, string dn, string password) => Message(id, writer =>
    {
        using var bind = writer.PushSequence(Application(0, true));
        writer.WriteInteger(3);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(dn));
        writer.WriteOctetString(Encoding.UTF8.GetBytes(password), new Asn1Tag(TagClass.ContextSpecific, 0));
    });

    public static byte[] StartTls(int id) => Message(id, writer =>
    {
        using var extended = writer.PushSequence(Application(23, true));
        writer.WriteOctetString(Encoding.ASCII.GetBytes(StartTlsName), new Asn1Tag(TagClass.ContextSpecific, 0));
    });

    /// <exception cref="FormatException">The filter is none.</exception>
    public static byte[] Search(int id, string at, bool below, int most, TimeSpan longest, string filter, IReadOnlyDictionary<string, string> values, string attribute) => Message(id, writer =>
    {
        using var search = writer.PushSequence(Application(3, true));
        writer.WriteOctetString(Encoding.UTF8.GetBytes(at));
        writer.WriteEnumeratedValue(below ? Scope.Subtree : Scope.Base);
        writer.WriteEnumeratedValue(Dereference.Never);
        writer.WriteInteger(most);
        writer.WriteInteger(Math.Max(1, (int)longest.TotalSeconds));
        writer.WriteBoolean(false);
        LdapFilter.Write(writer, filter, values);
        using var attributes = writer.PushSequence();
        writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
    });

    /// <summary>Takes a message apart: to what it belongs, what it is, and what it holds.</summary>
    /// <exception cref="AsnContentException">It is not what RFC 4511 says.</exception>
    public static (int Id, int Operation, AsnReader Content) Read(byte[] bytes)
    {
        var message = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
        if (!message.TryReadInt32(out int id)) throw new AsnContentException("a number is too large");
        var tag = message.PeekTag();
        if (tag.TagClass != TagClass.Application) throw new AsnContentException("an operation is none");
        return (id, tag.TagValue, message.ReadSequence(tag));
    }

    public static LdapResult Result(AsnReader content)
    {
        int code = 0;
        foreach (byte part in content.ReadEnumeratedBytes().Span) code = code << 8 | part;
        _ = content.ReadOctetString();
        string message = Encoding.UTF8.GetString(content.ReadOctetString());
        return new LdapResult(code, new string([.. message.Where(letter => !char.IsControl(letter)).Take(200)]));
    }

    public static LdapEntry Entry(AsnReader content)
    {
        string dn = Encoding.UTF8.GetString(content.ReadOctetString());
        List<string> values = [];
        for (var attributes = content.ReadSequence(); attributes.HasData;)
        {
            var attribute = attributes.ReadSequence();
            _ = attribute.ReadOctetString();
            for (var all = attribute.ReadSetOf(skipSortOrderValidation: true); all.HasData;) values.Add(Encoding.UTF8.GetString(all.ReadOctetString()));
        }
        return new LdapEntry(dn, values);
    }

    private static Asn1Tag Application(int number, bool constructed = false) => new(TagClass.Application, number, constructed);

    private static byte[] Message(int id, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            write(writer);
        }
        return writer.Encode();
    }
}
