using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Access.Audit;
using Gateway.Recording;

namespace Gateway.Commands;

/// <summary><c>gateway recording list</c>.</summary>
internal static class RecordingList
{
    private const int Most = 100_000;

    private static readonly JsonSerializerOptions JsonLine = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    private static readonly Option<string?>[] Filters =
    [
        new("--person") { Description = "Whose recordings: oidc:alice, or alice for every way to sign in.", HelpName = "NAME" },
        new("--port") { Description = "The port that was opened.", HelpName = "PORT" },
        new("--after") { Description = "Nothing that was over earlier: 2026-01-31T12:30 (UTC), or how long ago: 90s, 30m, 2h, 7d.", HelpName = "TIME" },
        new("--before") { Description = "Nothing that began at that time or later.", HelpName = "TIME" },
    ];

    private static readonly Option<string?> Method = new("--method") { Description = "The method: ssh or telnet.", HelpName = "METHOD" };
    private static readonly Option<string?> Words = new("--words") { Description = "Find lines that stood on a screen with these words: \"phrases in quotes\", and an asterisk for any end of a word.", HelpName = "WORDS" };
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = $"How many at most, the newest; 1 to {Most}.", HelpName = "COUNT", DefaultValueFactory = _ => 100 };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object a line." };

    public static Command Create()
    {
        var command = new Command("list", """
            List recordings that this node can read, or lines that stood on their screens; the newest comes last. Every filter that is given has to fit.
            Exit codes: 0 done, also if nothing was found; 1 the command line is wrong; 2 the recordings cannot be read.

            Examples:
              gateway recording list --after 7d
              gateway recording list --person alice --port 6022 --json
              gateway recording list --words 'reload "Gi1/0/1"' --after 2h
            """) { Method, Words, Limit, Json };
        foreach (var filter in Filters) command.Add(filter);
        Limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Most) result.AddError($"--limit must be from 1 to {Most}.");
        });
        command.Validators.Add(result =>
        {
            // Times count from now; whether they can be read does not depend on that.
            if (Read(name => result.GetValue(name), DateTimeOffset.UnixEpoch.AddYears(50), out string? problem) is null) result.AddError(problem!);
        });
        command.SetAction((parsed, cancellation) => RecordingCommand.OnShelfAsync(parsed, access => RunAsync(parsed, access, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ShelfAccess access, CancellationToken cancellation)
    {
        var audit = Read(name => parsed.GetValue(name), TimeProvider.System.GetUtcNow(), out _)!;
        var filter = new RecordingFilter { Person = audit.Person, Port = audit.Port, After = audit.After, Before = audit.Before, Method = parsed.GetValue(Method), Words = parsed.GetValue(Words) };
        int limit = parsed.GetValue(Limit);
        IEnumerable<string> lines;
        if (filter.Words is null)
        {
            var found = await RecordingsAsync(access, filter, limit, cancellation);
            lines = parsed.GetValue(Json) ? found.Select(Line) : RecordingTable.Lines(found, access.Width);
        }
        else
        {
            var found = await HitsAsync(access, filter, limit, cancellation);
            lines = parsed.GetValue(Json) ? found.Select(Line) : RecordingTable.Lines(found, access.Width);
        }
        foreach (string line in lines) await access.Console.Output.WriteLineAsync(line);
        return RecordingCommand.Good;
    }

    // From the recordings themselves, so that none is missing that the index does not have yet.
    private static async Task<List<RecordingFacts>> RecordingsAsync(ShelfAccess access, RecordingFilter filter, int limit, CancellationToken cancellation)
    {
        List<RecordingFacts> found = [];
        await foreach (var facts in access.Shelf.ListAsync(cancellation))
            if (filter.Fits(facts)) found.Add(facts);
        return [.. found.OrderBy(facts => facts.Started).TakeLast(limit)];
    }

    private static async Task<List<SearchHit>> HitsAsync(ShelfAccess access, RecordingFilter filter, int limit, CancellationToken cancellation)
    {
        await access.Index.UpdateAsync(access.Progress, cancellation);
        access.Progress.Clear();
        List<SearchHit> found = [];
        string? next = null;
        do
        {
            var page = await access.Index.SearchAsync(filter, RecordingVisibility.All, next, Math.Min(limit - found.Count, RecordingIndex.LargestPage), cancellation: cancellation);
            found.AddRange(page.Hits);
            next = page.Next;
        }
        while (next is not null && found.Count < limit);
        found.Reverse();
        return found;
    }

    private static string Line(RecordingFacts facts) => JsonSerializer.Serialize(Facts(facts), JsonLine);

    private static string Line(SearchHit hit) =>
        JsonSerializer.Serialize(new { recording = Facts(hit.Recording), hit.At, hit.Line, ranges = hit.Ranges.Select(range => (int[])[range.Start, range.Length]) }, JsonLine);

    private static object Facts(RecordingFacts facts) => new
    {
        facts.Id, facts.Owner, facts.Name, facts.Method, facts.User, facts.Port, facts.Domain, facts.Device, facts.Place, facts.Node, facts.Started, facts.Seconds, facts.Bytes, state = RecordingTable.StateOf(facts), reason = facts.EndReason,
    };

    private static AuditFilter? Read(Func<Option<string?>, string?> value, DateTimeOffset now, out string? problem) =>
        AuditFilter.Read(name => Filters.FirstOrDefault(option => option.Name == $"--{name}") is { } option ? value(option) : null, now, out problem);
}
