using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Access.Identity;

/// <summary>A file of local people and everything that signs them in.</summary>
internal sealed class LocalPeople : IDisposable
{
    public const string Password = "correct horse battery";
    public const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// <summary>Made once: a hash costs a tenth of a second.</summary>
    public static readonly string Hash = PasswordHashing.Hash(Password);

    private readonly Scratch _scratch = new();
    private readonly RecordShelf _shelf;

    public LocalPeople(LdapOptions? ldap = null, TimeProvider? time = null)
    {
        Options = new SignInOptions { PeopleFile = _scratch.PathOf("people.json"), Ldap = ldap };
        Time = time ?? new ManualTime();
        Attempts = new MemoryAttempts(Options, Time);
        People = new PeopleFile(Options, Time, NullLogger<PeopleFile>.Instance);
        _shelf = new RecordShelf(_scratch.PathOf("records.db"), Time);
        Codes = new OneTimeCodes(Records, Time);
        Directory = new LdapDirectory(Options, TimeProvider.System, NullLogger<LdapDirectory>.Instance);
        SignIn = new PasswordSignIn(People, Directory, Hashing, Codes, Attempts, TimeProvider.System, NullLogger<PasswordSignIn>.Instance);
    }

    public SignInOptions Options { get; }

    public TimeProvider Time { get; }

    public MemoryAttempts Attempts { get; }

    public PeopleFile People { get; }

    public PasswordHashing Hashing { get; } = new();

    public IRecords Records => _shelf.Records;

    public OneTimeCodes Codes { get; }

    public LdapDirectory Directory { get; }

    public PasswordSignIn SignIn { get; }

    public string File => _scratch.PathOf("people.json");

    public static LocalPerson Person(string name, string? totp = null, bool disabled = false, params string[] groups) =>
        new() { Name = name, Password = Hash, Totp = totp, Disabled = disabled, Groups = groups, Changed = new DateTimeOffset(2029, 12, 31, 0, 0, 0, TimeSpan.Zero) };

    public void Write(params LocalPerson[] people) => WriteText(System.Text.Encoding.UTF8.GetString(PeopleText.Write(people)));

    public void WriteText(string text) => _scratch.Write("people.json", text);

    /// <summary>The code that an authenticator shows now.</summary>
    public string Code(int steps = 0) => new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(Secret)).ComputeTotp(Time.GetUtcNow().UtcDateTime.AddSeconds(30 * steps));

    public void Dispose()
    {
        _shelf.Dispose();
        Hashing.Dispose();
        Directory.Dispose();
        _scratch.Dispose();
    }
}
