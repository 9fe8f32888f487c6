using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Access.Audit;

namespace Gateway.Commands;

/// <summary><c>gateway audit search</c>.</summary>
internal static class AuditSearch
{
    private const int Good = 0;
    private const int Unread = 2;
    private const int Most = 100_000;

    private static readonly JsonSerializerOptions JsonLine = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly Option<string?>[] Filters =
    [
        new("--person") { Description = "Who did it or whom it was done to: oidc:alice, or alice for every way to sign in.", HelpName = "NAME" },
        new("--event") { Description = "What happened, such as signedIn, refused, terminalOpened.", HelpName = "EVENT" },
        new("--port") { Description = "A terminal's port.", HelpName = "PORT" },
        new("--device") { Description = "The name of a terminal's device.", HelpName = "DEVICE" },
        new("--terminal") { Description = "A terminal's name.", HelpName = "ID" },
        new("--address") { Description = "The address somebody came from.", HelpName = "ADDRESS" },
        new("--rule") { Description = "The rule that decided.", HelpName = "RULE" },
        new("--after") { Description = "Nothing earlier: 2026-01-31T12:30 (UTC), or how long ago: 90s, 30m, 2h, 7d.", HelpName = "TIME" },
        new("--before") { Description = "Nothing at that time or later.", HelpName = "TIME" },
        new("--text") { Description = "Something that stands anywhere in the entry.", HelpName = "TEXT" },
    ];

    private static readonly Option<int> Limit = new("--limit", "-n") { Description = $"How many at most, the newest; 1 to {Most}.", HelpName = "COUNT", DefaultValueFactory = _ => 100 };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object a line." };
    private static readonly Option<bool> Csv = new("--csv") { Description = "Print comma-separated values." };

    public static Command Create()
    {
        var command = new Command("search", """
            Search the audit record of this node; the newest entry comes last. Every filter that is given has to fit.
            Exit codes: 0 done, also if nothing was found; 1 the command line is wrong; 2 the record cannot be read.

            Examples:
              gateway audit search --after 2h
              gateway audit search --person alice --event terminalOpened --after 7d
              gateway audit search --event refused --port 6022 --json
              gateway audit search --after 2026-01-01 --before 2026-02-01 --limit 100000 --csv > january.csv
            """) { Limit, Json, Csv };
        foreach (var filter in Filters) command.Add(filter);
        Limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Most) result.AddError($"--limit must be from 1 to {Most}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Json) && result.GetValue(Csv)) result.AddError("Give --json or --csv, not both.");
            // Times count from now; whether they can be read does not depend on that.
            if (AuditFilter.Read(name => result.GetValue(Filters.First(option => option.Name == $"--{name}")), DateTimeOffset.UnixEpoch.AddYears(50), out string? problem) is null) result.AddError(problem!);
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        var filter = AuditFilter.Read(name => parsed.GetValue(Filters.First(option => option.Name == $"--{name}")), TimeProvider.System.GetUtcNow(), out _)!;
        if (await AuditCommand.FileAsync(parsed) is not { } file) return Unread;
        List<AuditLine> found = [];
        try
        {
            var reader = new AuditReader(file);
            for (long before = long.MaxValue; before > 0 && found.Count < parsed.GetValue(Limit);)
            {
                var slice = reader.Read(filter, before, parsed.GetValue(Limit) - found.Count, cancellation);
                found.AddRange(slice.Entries);
                before = slice.Next;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"The record cannot be read by {Environment.UserName}: {exception.Message}");
            return Unread;
        }
        found.Reverse();
        bool terminal = console.Output == Console.Out && !Console.IsOutputRedirected;
        if (parsed.GetValue(Csv)) await console.Output.WriteAsync(AuditCsv.Header);
        var lines = parsed.GetValue(Json) ? found.Select(line => $"{JsonSerializer.Serialize(line, JsonLine)}\n")
            : parsed.GetValue(Csv) ? found.Select(AuditCsv.Row)
            : AuditTable.Lines(found, terminal ? Console.WindowWidth : int.MaxValue).Select(line => $"{line}\n");
        foreach (string line in lines) await console.Output.WriteAsync(line);
        return Good;
    }
}
