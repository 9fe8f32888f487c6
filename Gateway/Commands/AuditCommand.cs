using System.CommandLine;
using Gateway.Access.Audit;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary><c>gateway audit</c>: checks and searches the record of every decision.</summary>
public static class AuditCommand
{
    private const int Whole = 0;
    private const int Broken = 1;
    private const int Unread = 2;

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("audit", "Check and search the audit record of this node.") { Verify(), AuditSearch.Create() };

    /// <summary>The record's file that the configuration names; null if there is none, which has been said then.</summary>
    internal static async Task<string?> FileAsync(ParseResult parsed)
    {
        var console = parsed.InvocationConfiguration;
        // The files that the configuration names are not looked at: whoever asks need not be able to read them.
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (result.Configuration is { Audit.File: { } file }) return file;
        foreach (string line in result.Configuration is null ? FaultReport.Lines(result) : ["The configuration says that no audit record is kept (audit.file)."]) await console.Error.WriteLineAsync(line);
        return null;
    }

    private static Command Verify()
    {
        var place = new Argument<string?>("FILE|FOLDER")
        {
            Description = "A folder with a record, its file audit.jsonl, or one full file by itself; by default the record that the configuration names.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("verify", """
            Check that the audit record is as it was written; also while the gateway runs.
            Each line holds the hash of the line before, so a line that was removed, changed, moved or repeated shows, and audit.head beside the files shows whether the end was cut off. Who can write all these files can also write them anew from any line on: against that, hold the copy that went to syslog against the file.
            Exit codes: 0 the record is whole, 1 it is not, 2 it cannot be read.

            Examples:
              gateway audit verify
              gateway audit verify --config /etc/gateway/gateway.json
              gateway audit verify /mnt/backup/audit
              gateway audit verify audit-20260131-235959-4711.jsonl
            """) { place };
        command.SetAction((parsed, _) => VerifyAsync(parsed, parsed.GetValue(place)));
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, string? place)
    {
        var console = parsed.InvocationConfiguration;
        if ((place is null ? await FileAsync(parsed) : Path.GetFullPath(place)) is not { } file) return Unread;
        if (Directory.Exists(file)) file = Path.Combine(file, "audit.jsonl");
        try
        {
            var progress = new AuditProgress(console);
            var verdict = place is not null && AuditVerifier.IsFull(file) ? AuditVerifier.One(file, progress.Show) : AuditVerifier.Folder(file, progress.Show);
            progress.Clear();
            foreach (var finding in verdict.Findings)
                await console.Output.WriteLineAsync($"{finding.File}{(finding.Line > 0 ? FormattableString.Invariant($":{finding.Line}") : "")}: {AuditTable.Plain(finding.Words)}{(finding.IsHarmless ? " (nothing is missing)" : "")}");
            if (verdict.More > 0) await console.Output.WriteLineAsync(FormattableString.Invariant($"… and {verdict.More} more."));
            await console.Output.WriteLineAsync(FormattableString.Invariant($"{file}: {verdict.Lines} lines in {verdict.Files} files, numbers {verdict.First} to {verdict.Last}: {(verdict.IsWhole ? "whole" : "NOT WHOLE")}"));
            return verdict.IsWhole ? Whole : Broken;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"The record cannot be read by {Environment.UserName}: {exception.Message}");
            return Unread;
        }
    }
}
