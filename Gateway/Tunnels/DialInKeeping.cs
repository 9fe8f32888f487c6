using System.Globalization;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Tunnels;

/// <summary>Announces, changes, stops, starts and removes devices that dial in, and puts it on record.</summary>
/// <remarks>Without an audit record, at the command line, it leaves notes for the gateway.</remarks>
public sealed class DialInKeeping(DialInBook book, IRecords records, DialInRules rules, TunnelOptions options, TimeProvider time, TunnelHistory? history = null, AuditLog? audit = null)
{
    /// <summary>How long a key for ssh-copy-id counts at most.</summary>
    public static readonly TimeSpan ToCopy = TimeSpan.FromHours(1);

    private const int Turns = 5;
    private const int MostTold = 20;

    /// <summary>Announces new devices, all or none of them.</summary>
    /// <param name="caller">Who does it; null for an operator at the command line.</param>
    /// <param name="devices">They; their time is set here.</param>
    /// <exception cref="DialInException">They cannot be; the message says all that is wrong.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task AddAsync(Caller? caller, IReadOnlyList<DialIn> devices)
    {
        await book.LoadAsync();
        List<string> faults = [.. devices.Where(device => book.Current.Find(device.Name) is not null).Select(device => $"{device.Name} is announced already. Remove it first (gateway device rm {device.Name}), or choose another name.")];
        if (faults.Count == 0) faults = [.. DialInChecks.Faults(devices, book.Current, rules).Select(fault => fault.ToString())];
        if (faults.Count > MostTold) faults = [.. faults.Take(MostTold), string.Create(CultureInfo.InvariantCulture, $"And {faults.Count - MostTold} more.")];
        if (faults.Count > 0) throw new DialInException(string.Join(Environment.NewLine, faults));
        List<DialIn> written = [];
        foreach (var device in devices.Select(device => device with { Added = time.GetUtcNow() }))
        {
            if (await book.TryWriteAsync(device, null, more: true))
            {
                written.Add(device);
                continue;
            }
            foreach (var before in written) await book.RemoveAsync(before.Name);
            throw new DialInException($"Somebody else has just announced {device.Name}; nothing was changed.");
        }
        await book.LoadAsync();
        if (DialInChecks.Faults(written, book.Current, rules) is { Count: > 0 } clashes)
        {
            foreach (var before in written) await book.RemoveAsync(before.Name);
            throw new DialInException($"Somebody else has announced the same in this instant; nothing was changed.{Environment.NewLine}{string.Join(Environment.NewLine, clashes)}");
        }
        foreach (var device in written) await RecordAsync(caller, AuditEvent.DialInAdded, device.Name, Member.Master, $"announced: {PortWords(device)}");
    }

    /// <summary>Removes one.</summary>
    /// <exception cref="DialInException">There is none.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task RemoveAsync(Caller? caller, string name)
    {
        if (!await book.RemoveAsync(name)) throw Missing(name);
        await RecordAsync(caller, AuditEvent.DialInRemoved, name, Member.Master, "removed");
    }

    /// <summary>Stops one, so that it is not let in any more, or starts it again.</summary>
    /// <exception cref="DialInException">There is none.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public Task StopAsync(Caller? caller, string name, bool stopped) =>
        ChangeAsync(caller, name, Member.Master, stopped ? "stopped" : "started", device => device with { Stopped = stopped });

    /// <summary>Gives a device a key, in place of any other and of a token or code.</summary>
    /// <param name="caller">Who does it; null for an operator at the command line.</param>
    /// <param name="name">The device.</param>
    /// <param name="member">Which of a pair.</param>
    /// <param name="line">The line of its .pub file.</param>
    /// <returns>The key's fingerprint.</returns>
    /// <exception cref="DialInException">There is no such device, or the key is no good or another's.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task<string> EnrolKeyAsync(Caller? caller, string name, Member member, string line)
    {
        if (DialInKey.Read(line, out string key) is { } problem) throw new DialInException($"The key {problem}. Give the line of its .pub file: {DialInKey.Kinds}.");
        string fingerprint = DialInKey.Fingerprint(key);
        await ChangeAsync(caller, name, member, $"{Lower(member)}: key {fingerprint} enrolled", device => WithKey(device, member, key));
        return fingerprint;
    }

    /// <summary>Makes a key that may leave a key for the device once, with ssh-copy-id(1), within <see cref="ToCopy"/>. What the device has until then stays good.</summary>
    /// <returns>The private key as PEM (RFC 5915), which is not kept, and until when it counts.</returns>
    /// <exception cref="DialInException">There is no such device, or it is stopped.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task<(string PrivateKey, DateTimeOffset Until)> NewEnrolKeyAsync(Caller? caller, string name, Member member)
    {
        var (secret, line) = DialInKey.Make();
        var until = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + (options.CodeValidity < ToCopy ? options.CodeValidity : ToCopy)).ToUnixTimeSeconds());
        await ChangeAsync(caller, name, member, $"{Lower(member)}: a key for ssh-copy-id was made", device => device.Stopped ? throw new DialInException($"{name} is stopped. Start it first: gateway device start {name}.")
            : device.With(member, MemberOf(device, member) with { EnrolKey = line, EnrolUntil = until }));
        return (secret, until);
    }

    /// <summary>Takes the key that ssh-copy-id(1) leaves for a device, by the key that was made for it, which is used up.</summary>
    /// <param name="name">The device.</param>
    /// <param name="member">Which of a pair.</param>
    /// <param name="by">Fingerprint of the key that was made for it.</param>
    /// <param name="text">What was left: lines of an authorized_keys file, of which the first good one counts.</param>
    /// <returns>The key's fingerprint.</returns>
    /// <exception cref="DialInException">It counts no more, or nothing good was left.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task<string> TakeKeyAsync(string name, Member member, string by, string text)
    {
        string key = text.Split('\n').Select(line => DialInKey.Read(line, out string good) is null ? good : "").FirstOrDefault(good => good.Length > 0) ?? throw new DialInException($"No public key was left for {name}: {DialInKey.Kinds}.");
        string fingerprint = DialInKey.Fingerprint(key);
        await ChangeAsync(null, name, member, $"{Lower(member)}: key {fingerprint} enrolled by ssh-copy-id", device =>
            !device.Stopped && device.Of(member) is { EnrolKey: { } enrol, EnrolUntil: { } until } && DialInKey.Fingerprint(enrol) == by && time.GetUtcNow() <= until
                ? WithKey(device, member, key)
                : throw new DialInException($"This key leaves no key for {name} any more."));
        return fingerprint;
    }

    /// <summary>Makes a code by which the device enrols its key once. What it has until then stays good.</summary>
    /// <returns>The code, which is not kept, and until when it counts.</returns>
    /// <exception cref="DialInException">There is no such device, or it is stopped.</exception>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task<(string Code, DateTimeOffset Until)> NewCodeAsync(Caller? caller, string name, Member member)
    {
        string code = DialInSecrets.NewCode();
        var until = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + options.CodeValidity).ToUnixTimeSeconds());
        await ChangeAsync(caller, name, member, $"{Lower(member)}: a code was made", device => device.Stopped ? throw new DialInException($"{name} is stopped. Start it first: gateway device start {name}.")
            : device.With(member, MemberOf(device, member) with { CodeHash = DialInSecrets.HashOfCode(code), CodeUntil = until }));
        return (code, until);
    }

    /// <summary>The ports of a device in words: "ssh 10001, http 10002".</summary>
    public static string PortWords(DialIn device) => string.Join(", ", DialInChecks.PortsOf(device).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Port}")));

    private DialIn WithKey(DialIn device, Member member, string key) => book.Current.FindByKey(key) is { } other && (other.Device.Name != device.Name || other.Member != member)
        ? throw new DialInException($"The key is that of {other.Device.Name} already. Make a key of its own on each device; copies of one disk bring the same.")
        : device.With(member, MemberOf(device, member) with { Key = key, TokenHash = null, CodeHash = null, CodeUntil = null, EnrolKey = null, EnrolUntil = null });

    private async Task ChangeAsync(Caller? caller, string name, Member member, string words, Func<DialIn, DialIn> change)
    {
        for (int turn = 0; turn < Turns; turn++)
        {
            await book.LoadAsync();
            var before = await book.ReadAsync(name) ?? throw Missing(name);
            var after = change(before);
            if (!await book.TryWriteAsync(after, before)) continue;
            await RecordAsync(caller, AuditEvent.DialInChanged, name, member, words);
            return;
        }
        throw new DialInException($"{name} is being changed by somebody else. Try again.");
    }

    private async Task RecordAsync(Caller? caller, AuditEvent happened, string name, Member member, string words)
    {
        if (audit is null)
        {
            string by = string.Create(CultureInfo.InvariantCulture, $"{words}; by {Environment.UserName} at the command line, {time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
            await DialInNotes.LeaveAsync(records, time, new DialInNote(happened, name, member, by));
            return;
        }
        audit.Write(AuditEntry.By(caller, happened) with { Target = name, Device = name, Reason = words });
        history?.Note(name, TunnelEvent.Changed, member, null, caller?.Address ?? "", caller is null ? words : $"{words}; by {caller.Owner}");
    }

    private static DialInMember MemberOf(DialIn device, Member member) => device.Of(member) ?? throw new DialInException($"{device.Name} has no clone. Announce it with --clone-ssh.");

    private static DialInException Missing(string name) => new($"There is no device {DialInChecks.Printable(name)} that dials in. See: gateway device list.");

    private static string Lower(Member member) => member.ToString().ToLowerInvariant();
}
