using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Audit;

/// <summary>What happens while the record cannot be written.</summary>
public sealed class AuditFailureTests : IDisposable
{
    private static readonly AuditEntry Opened = new(AuditEvent.TerminalOpened) { Person = "local:alice" };

    private readonly AuditRecord _record = new();

    public void Dispose() => _record.Dispose();

    [Fact]
    public async Task On_a_full_disk_nothing_is_opened_until_there_is_room_again()
    {
        FillDisk();
        await using var log = _record.Open();
        Assert.Equal((false, false), (log.IsWell, log.LetsOpen));
        Assert.False(await log.WriteAsync(Opened with { Reason = "refused" }).WaitAsync(HubClient.Patience));
        Assert.Matches("cannot be written: .*[Nn]o space left", log.State.Words);
        log.Write(Opened with { Reason = "kept" });

        File.Delete(_record.File);
        await Wait.UntilAsync(() => log.IsWell, () => log.State.Words);
        Assert.True(await log.WriteAsync(Opened with { Reason = "after" }));
        Assert.Equal((true, "is written"), log.State);
        Assert.Equal(["fileBegun", "entriesLost", "kept", "after"], Words());
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task Whoever_wants_to_goes_on_without_a_record()
    {
        FillDisk();
        await using var log = _record.Open(null, options => options with { ContinueWithout = true });
        Assert.Equal((false, true), (log.IsWell, log.LetsOpen));
        Assert.False(await log.WriteAsync(Opened));
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_counted_and_the_count_is_on_record()
    {
        FillDisk();
        await using var log = _record.Open();
        for (int i = 0; i < 10_500; i++) log.Write(Opened with { Reason = $"{i}" });
        Assert.False(log.IsWell);
        File.Delete(_record.File);
        await Wait.UntilAsync(() => log.IsWell, () => log.State.Words);
        Assert.True(await log.WriteAsync(Opened with { Reason = "after" }));
        var words = Words();
        Assert.Matches(@"\Alost: 500 entries between \S+Z and \S+Z\z", AuditLine.Read(System.Text.Encoding.UTF8.GetBytes(_record.Lines[1]))!.Reason);
        Assert.Equal([.. Enumerable.Range(0, 10_000).Select(i => $"{i}"), "after"], words[2..]);
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task A_disk_that_is_full_for_part_of_a_line_leaves_no_part()
    {
        // The size of files that a process may write is limited for itself: another process is needed, and the signal that goes with it ignored.
        await using var gateway = await GatewayProcess.StartAsync([22], under: ["/bin/sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
        string file = Path.Combine(gateway.DataFolder, "audit", "audit.jsonl");
        await Wait.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).Contains("gatewayStarted", StringComparison.Ordinal), "the record to begin");
        long room = new FileInfo(file).Length + 40;
        Assert.Equal(0, (await Tool.RunAsync("prlimit", [$"--pid={gateway.Id}", $"--fsize={room}:"])).ExitCode);
        using var browser = new HttpClient(TestGateway.Handler(await gateway.VisitAsync())) { BaseAddress = gateway.Address, Timeout = HubClient.Patience };
        using (await browser.GetAsync(new Uri("api/audit", UriKind.Relative))) { } // refused, on record
        await Wait.UntilAsync(async () => (await browser.GetStringAsync(new Uri("health", UriKind.Relative))).Contains("audit", StringComparison.Ordinal), () => "health to tell of it");
        Assert.Equal('\n', (char)File.ReadAllBytes(file)[^1]);
        Assert.Equal(0, (await Tool.RunAsync("prlimit", [$"--pid={gateway.Id}", "--fsize=unlimited:"])).ExitCode);
        await Wait.UntilAsync(async () => !(await browser.GetStringAsync(new Uri("health", UriKind.Relative))).Contains("audit", StringComparison.Ordinal), () => "the record to be written again");
        Assert.Contains("entriesLost", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(AuditVerifier.Folder(file).Findings);
    }

    [Fact]
    public async Task A_folder_that_somebody_removes_is_noticed_and_made_again()
    {
        await using var log = _record.Open();
        Assert.True(await log.WriteAsync(Opened));
        Directory.Delete(_record.Folder, recursive: true);
        Assert.False(await log.WriteAsync(Opened));
        Assert.False(log.LetsOpen);
        await Wait.UntilAsync(() => log.IsWell, () => log.State.Words);
        Assert.Equal(["fileBegun", "linesMissing", "entriesLost"], Words());
        Assert.False(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task A_file_that_somebody_replaces_is_noticed()
    {
        await using var log = _record.Open();
        Assert.True(await log.WriteAsync(Opened));
        File.Move(_record.File, $"{_record.File}.away");
        File.WriteAllText(_record.File, "");
        Assert.False(await log.WriteAsync(Opened));
        await Wait.UntilAsync(() => log.IsWell, () => log.State.Words);
        Assert.False(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task A_record_that_cannot_be_opened_at_the_start_is_tried_again()
    {
        Directory.CreateDirectory(_record.File); // where the file should be
        await using var log = _record.Open();
        Assert.False(log.IsWell);
        Directory.Delete(_record.File);
        await Wait.UntilAsync(() => log.IsWell, () => log.State.Words);
        Assert.True(await log.WriteAsync(Opened));
        Assert.True(_record.Verify().IsWhole);
    }

    // The kernel's own full disk: every write fails with ENOSPC, for everybody.
    private void FillDisk()
    {
        Directory.CreateDirectory(_record.Folder);
        File.CreateSymbolicLink(_record.File, "/dev/full");
    }

    private string[] Words() => [.. _record.Lines.Select(line => AuditLine.Read(System.Text.Encoding.UTF8.GetBytes(line))!).Select(line => line.Event == "terminalOpened" ? line.Reason ?? "" : line.Event)];
}
