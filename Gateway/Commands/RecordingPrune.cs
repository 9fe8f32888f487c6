using System.CommandLine;
using Gateway.Recording;

namespace Gateway.Commands;

/// <summary><c>gateway recording prune</c>.</summary>
internal static class RecordingPrune
{
    private static readonly Option<bool> Rehearsal = new("--dry-run") { Description = "Remove nothing, only say what would be removed." };

    public static Command Create()
    {
        var command = new Command("prune", """
            Remove this node's recordings that are older or take more room than the configuration lets them (recording.retainDays, retainBytes and retain). The gateway does the same every hour.
            Exit codes: 0 done, also if there was nothing to remove; 2 the recordings cannot be read or removed.

            Examples:
              gateway recording prune --dry-run
              gateway recording prune --config /etc/gateway/gateway.json
            """) { Rehearsal };
        command.SetAction((parsed, cancellation) => RecordingCommand.OnShelfAsync(parsed, access => RunAsync(parsed, access, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ShelfAccess access, CancellationToken cancellation)
    {
        bool rehearsal = parsed.GetValue(Rehearsal);
        var run = new RetentionRun(access.Storage, access.Shelf, TimeProvider.System);
        List<string> gone = [];
        long bytes = 0;
        int count = await run.RunAsync((facts, reason) =>
        {
            bytes += facts.Bytes;
            gone.Add(facts.Id);
            access.Progress.Clear();
            access.Console.Output.WriteLine($"{facts.Id}  {facts.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}  {RecordingTable.Size(facts.Bytes)}  {RecordingTable.Plain(RecordingTable.What(facts))}  {RecordingTable.Plain(reason)}");
            access.Progress.Show(FormattableString.Invariant($"Removing: {gone.Count} recordings"));
        }, rehearsal, cancellation);
        access.Progress.Clear();
        if (!rehearsal)
            foreach (string id in gone) await access.Index.ForgetAsync(id);
        await access.Console.Output.WriteLineAsync($"{count} recordings, {RecordingTable.Size(bytes)}: {(rehearsal ? "would be removed" : "removed")}");
        return RecordingCommand.Good;
    }
}
