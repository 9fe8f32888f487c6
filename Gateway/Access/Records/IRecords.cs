namespace Gateway.Access.Records;

/// <summary>What kinds of records there are. They are stored by name.</summary>
public enum RecordKind
{
    /// <summary>A sign-in, by its id; owned by the person.</summary>
    SignIn,

    /// <summary>An API token, by its id; owned by the person.</summary>
    Token,

    /// <summary>A person's settings, by the person's id; owned by the person.</summary>
    Settings,

    /// <summary>A credential, by its id; owned by the person whose own it is, or by nobody (empty).</summary>
    Credential,

    /// <summary>The last one-time code that a person used, by the person's id, so that none counts twice.</summary>
    OneTimeCode,

    /// <summary>A ticket for a desktop session over https, by the hash of its secret; owned by the person.</summary>
    DesktopTicket,

    /// <summary>A changed host key that waits for administrators, by an id made of the place.</summary>
    HostKeyChange,

    /// <summary>What administrators decided about the host keys of a place, by the same id.</summary>
    HostKey,

    /// <summary>A device that dials in, by its name.</summary>
    DialIn,

    /// <summary>What happened to a device that dials in, by its name.</summary>
    DialInHistory,

    /// <summary>A ticket that takes a browser from the gateway's own address to a device's web pages, by the hash of its secret; owned by the person or visitor.</summary>
    WebTicket,

    /// <summary>What a browser may at a device's web pages, by the hash of its cookie; owned by the person or visitor.</summary>
    WebSession,

    /// <summary>What the command line did to a device that dials in, until it is on record.</summary>
    DialInNote,
}

/// <summary>A small piece of JSON that all nodes share.</summary>
/// <param name="Id">Its name within its kind.</param>
/// <param name="Owner">Whose it is, to be listed by.</param>
/// <param name="Json">What it says, at most 16 KiB.</param>
/// <param name="Expires">When it goes by itself.</param>
public sealed record StoredRecord(string Id, string Owner, string Json, DateTimeOffset Expires);

/// <summary>
/// Small records that outlive a node and are the same on all: in a file of the one node, or in Redis with a copy on each
/// node that has served them. What was removed stays removed, also after Redis was emptied and filled again from copies.
/// </summary>
public interface IRecords
{
    /// <summary>One record; null if there is none, or no longer.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    Task<StoredRecord?> ReadAsync(RecordKind kind, string id);

    /// <summary>Several records at once, by their ids; those that are not, or no longer, are left out. One question to the shared store, for whoever looks after many.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now, for one of them at least.</exception>
    Task<IReadOnlyDictionary<string, StoredRecord>> ReadManyAsync(RecordKind kind, IReadOnlyCollection<string> ids);

    /// <summary>All records of an owner, or of everybody (null), in no particular order.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    Task<IReadOnlyList<StoredRecord>> ListAsync(RecordKind kind, string? owner);

    /// <summary>
    /// Writes a record, over one of that name. A sign-in or token that was removed stays removed. An owner's sign-ins
    /// above <see cref="RecordLimits.SignIns"/> end, the one that would end first before the others, and so with what lets him in to web pages.
    /// </summary>
    /// <exception cref="ArgumentException">It is larger than <see cref="RecordLimits.Size"/>.</exception>
    /// <exception cref="RecordsUnavailableException">It can be kept neither in the shared store nor here.</exception>
    Task WriteAsync(RecordKind kind, StoredRecord record);

    /// <summary>Writes a record if there is none of that name, or the one there is still as <paramref name="before"/>. Atomic over all nodes that see the store.</summary>
    /// <returns>Whether it was written. A new token of an owner who has <see cref="RecordLimits.Tokens"/> is not.</returns>
    /// <exception cref="ArgumentException">It is larger than <see cref="RecordLimits.Size"/>.</exception>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    Task<bool> TryWriteAsync(RecordKind kind, StoredRecord record, StoredRecord? before);

    /// <summary>Removes a record for good. False if there was none.</summary>
    /// <exception cref="RecordsUnavailableException">It can be kept neither in the shared store nor here.</exception>
    Task<bool> RemoveAsync(RecordKind kind, string id);

    /// <summary>Called when a record was written or removed, here or on another node, on no particular thread; must not wait. May be lost with the connection to the others.</summary>
    event Action<RecordKind, string>? Changed;
}

/// <summary>Records cannot be read now.</summary>
public sealed class RecordsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
