using System.CommandLine;

namespace Gateway.Commands;

/// <summary><c>gateway recording index</c>.</summary>
internal static class RecordingIndexing
{
    private static readonly Option<bool> Rebuild = new("--rebuild") { Description = "Empty the index first and read all recordings anew." };

    public static Command Create()
    {
        var command = new Command("index", """
            Take what is new into the index (recordings.db in the data folder), which search needs and which holds nothing that is not in the recordings. The gateway does the same while it runs; both may run at once.
            Exit codes: 0 done, 2 the recordings cannot be read or the index not written.

            Examples:
              gateway recording index
              gateway recording index --rebuild
            """) { Rebuild };
        command.SetAction((parsed, cancellation) => RecordingCommand.OnShelfAsync(parsed, async access =>
        {
            await (parsed.GetValue(Rebuild) ? access.Index.RebuildAsync(access.Progress, cancellation) : access.Index.UpdateAsync(access.Progress, cancellation));
            access.Progress.Clear();
            var (recordings, blocks, bytes) = await access.Index.SizeAsync(cancellation);
            await access.Console.Output.WriteLineAsync(FormattableString.Invariant($"{recordings} recordings, {blocks} pieces of text, {RecordingTable.Size(bytes)}"));
            return RecordingCommand.Good;
        }));
        return command;
    }
}
