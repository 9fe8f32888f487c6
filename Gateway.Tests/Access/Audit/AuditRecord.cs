using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Access.Audit;

/// <summary>A real record in a folder of its own.</summary>
internal sealed class AuditRecord : IDisposable
{
    private readonly Scratch _scratch = new();

    public string Folder => _scratch.PathOf("audit");

    public string File => Path.Combine(Folder, "audit.jsonl");

    public string Head => Path.Combine(Folder, "audit.head");

    public ManualTime Time { get; } = new();

    /// <summary>All files, oldest first.</summary>
    public IReadOnlyList<string> Files => [.. new AuditFolder(File).Archives().Select(archive => archive.Path), File];

    public IReadOnlyList<string> Lines => [.. Files.SelectMany(System.IO.File.ReadAllLines)];

    public AuditVerdict Verify() => AuditVerifier.Folder(File);

    public AuditLog Open(TimeProvider? time = null, Func<AuditOptions, AuditOptions>? change = null)
    {
        var options = new AuditOptions { File = File, Node = "gw-1" };
        return new AuditLog(change?.Invoke(options) ?? options, time ?? TimeProvider.System, NullLogger<AuditLog>.Instance);
    }

    /// <summary>Writes so many entries and closes the record.</summary>
    public async Task WriteAsync(int count, Func<AuditOptions, AuditOptions>? change = null)
    {
        await using var log = Open(Time, change);
        for (int i = 0; i < count; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            log.Write(new AuditEntry(AuditEvent.TerminalOpened) { Person = $"local:p{i % 3}", Port = 6000 + i % 5, Method = "ssh", User = "admin", Terminal = $"t{i}", Rule = "everybody" });
        }
    }

    /// <summary>Files of a few lines only.</summary>
    public static AuditOptions Small(AuditOptions options) => options with { FileSize = 2000 };

    public void Dispose() => _scratch.Dispose();
}
