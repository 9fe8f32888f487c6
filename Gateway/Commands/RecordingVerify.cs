using System.CommandLine;
using Gateway.Recording;

namespace Gateway.Commands;

/// <summary><c>gateway recording verify</c>.</summary>
internal static class RecordingVerify
{
    private static readonly Argument<string[]> Ids = RecordingCommand.Ids<string[]>("Recordings to check; all if none is named.", ArgumentArity.ZeroOrMore);
    private static readonly Option<string[]> Keys = new("--key") { Description = "A key file of another node, private or public (PEM), whose recordings are trusted, too; can be given several times.", HelpName = "FILE", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        var command = new Command("verify", """
            Check that recordings are as they were written: the hash of every segment, and the chain of signed lines that holds them. Also while the gateway runs, and recordings that are being written.
            Who has the node's key (keys/recording.pem in the data folder) can write a recording anew; keep recordings where the gateway cannot change them against that.
            Exit codes: 0 all are whole, 1 one is not or there is none of that name, 2 they cannot be read.

            Examples:
              gateway recording verify
              gateway recording verify 5d41402abc4b2a76
              gateway recording verify --key other-node.pem --config /etc/gateway/gateway.json
            """) { Ids, Keys };
        command.SetAction((parsed, cancellation) => RecordingCommand.OnShelfAsync(parsed, access => RunAsync(parsed, access, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ShelfAccess access, CancellationToken cancellation)
    {
        var verifier = new RecordingVerifier(access.Storage, parsed.GetValue(Keys)!);
        var names = parsed.GetValue(Ids)!;
        List<RecordingFacts> recordings = [];
        bool good = true;
        if (names.Length == 0)
            await foreach (var facts in access.Shelf.ListAsync(cancellation)) recordings.Add(facts);
        foreach (string name in names)
        {
            if (await RecordingCommand.FindAsync(access, name, cancellation) is { } facts) recordings.Add(facts);
            else good = false;
        }
        int whole = 0, looked = 0;
        foreach (var facts in recordings.OrderBy(facts => facts.Started))
        {
            looked++;
            var verdict = await verifier.VerifyAsync(facts.Id, new Reading(access.Progress, looked, recordings.Count), cancellation);
            access.Progress.Clear();
            if (verdict is null) continue; // it was removed meanwhile
            if (verdict.IsGood) whole++;
            else good = false;
            foreach (var finding in verdict.Findings)
                await access.Console.Output.WriteLineAsync($"{facts.Id}/{finding.File}{(finding.Line > 0 ? FormattableString.Invariant($":{finding.Line}") : "")}: {RecordingTable.Plain(finding.Words)}{(finding.IsHarmless ? " (nothing is missing)" : "")}");
            await access.Console.Output.WriteLineAsync(FormattableString.Invariant($"{facts.Id}: {verdict.Segments} segments, {verdict.Bytes} bytes, {verdict.SignerWords}: {Verdict(verdict)}"));
        }
        if (recordings.Count != 1) await access.Console.Output.WriteLineAsync(FormattableString.Invariant($"{recordings.Count} recordings, {whole} whole"));
        return good ? RecordingCommand.Good : RecordingCommand.Bad;
    }

    private static string Verdict(RecordingVerdict verdict) =>
        verdict.IsGood ? "whole" : verdict.Findings.All(finding => finding.IsHarmless) ? "NOT TRUSTED" : "NOT WHOLE";

    private sealed class Reading(RecordingProgress progress, int number, int of) : IProgress<long>
    {
        public void Report(long value) => progress.Show(FormattableString.Invariant($"Checking: {number} of {of} recordings, {value / (1024 * 1024)} MiB of this one"));
    }
}
