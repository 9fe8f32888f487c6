using System.Text;

namespace Gateway.Access.Records;

/// <summary>What keeps the records of one person from growing without end.</summary>
public static class RecordLimits
{
    /// <summary>Largest record, in bytes of UTF-8.</summary>
    public const int Size = 16 * 1024;

    /// <summary>Most sign-ins of a person; one more ends the oldest.</summary>
    public const int SignIns = 200;

    /// <summary>Most API tokens of a person; one more is refused.</summary>
    public const int Tokens = 100;

    /// <summary>Most devices' web pages, and most tickets to them, of a person at once; one more ends the oldest.</summary>
    public const int WebSessions = 200;

    /// <summary>Most records of an owner; zero for a kind that has one each.</summary>
    internal static int Of(RecordKind kind) => kind switch
    {
        RecordKind.SignIn => SignIns,
        RecordKind.Token => Tokens,
        RecordKind.WebTicket or RecordKind.WebSession => WebSessions,
        _ => 0,
    };

    /// <summary>Whether the oldest goes to make room, or else the new one is refused.</summary>
    internal static bool MakesRoom(RecordKind kind) => kind is RecordKind.SignIn or RecordKind.WebTicket or RecordKind.WebSession;

    /// <summary>Whether a name of this kind is never given twice, so that no copy of a removed one can be a new one.</summary>
    internal static bool IsFinal(RecordKind kind) => kind is RecordKind.SignIn or RecordKind.Token or RecordKind.Credential;

    /// <exception cref="ArgumentException">The record is too large.</exception>
    internal static void Check(StoredRecord record)
    {
        if (Encoding.UTF8.GetByteCount(record.Json) > Size) throw new ArgumentException($"A record may have {Size} bytes.", nameof(record));
    }
}
