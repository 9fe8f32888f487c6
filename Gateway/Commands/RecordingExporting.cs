using System.CommandLine;
using System.Security.Cryptography;
using Gateway.Recording;

namespace Gateway.Commands;

/// <summary><c>gateway recording export</c>.</summary>
internal static class RecordingExporting
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(0.5);

    private static readonly string[] Formats = ["cast", "cast2", "text", "html"];

    private static readonly Argument<string> Id = RecordingCommand.Ids<string>("The recording.", ArgumentArity.ExactlyOne);
    private static readonly Option<string> Format = new("--format", "-f") { Description = "cast (asciicast 3), cast2 (asciicast 2), text, or html (one file that plays by itself).", HelpName = "FORMAT", DefaultValueFactory = _ => "cast" };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "The file to write, for this account alone; without, standard output.", HelpName = "FILE" };
    private static readonly Option<bool> People = new("--people") { Description = "Keep who typed what, in lines of our own that players pass over; cast only." };

    public static Command Create()
    {
        var command = new Command("export", """
            Write a recording in a form that other programs read. A recording that is being written is exported as far as it is.
            Exit codes: 0 done, 1 there is no such recording, 2 it cannot be read or the file not written.

            Examples:
              gateway recording export 5d41402a --output session.cast
              gateway recording export 5d41402a --format text | less
              gateway recording export 5d41402a --format html --output session.html
            """) { Id, Format, Output, People };
        Format.AcceptOnlyFromAmong(Formats);
        command.SetAction((parsed, cancellation) => RecordingCommand.OnShelfAsync(parsed, access => RunAsync(parsed, access, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ShelfAccess access, CancellationToken cancellation)
    {
        if (await RecordingCommand.FindAsync(access, parsed.GetValue(Id)!, cancellation) is not { } facts) return RecordingCommand.Bad;
        if (parsed.GetValue(Output) is not { } path)
        {
            await using var output = new BufferedStream(System.Console.OpenStandardOutput(), 64 * 1024);
            return await WriteAsync(output) ? RecordingCommand.Good : RecordingCommand.Bad;
        }
        // Under its own name only once it is whole. Nobody else who may write in that folder can know the name until then, or put a link there.
        string part = $"{Path.GetFullPath(path)}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.part";
        try
        {
            await using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 64 * 1024, UnixCreateMode = Private }))
            await using (new Timer(_ => access.Progress.Show($"Exporting: {RecordingTable.Size(new FileInfo(part).Length)} written"), null, Every, Every))
                if (!await WriteAsync(file)) return RecordingCommand.Bad;
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            access.Progress.Clear();
            File.Delete(part);
        }
        await access.Console.Error.WriteLineAsync($"{path}: {RecordingTable.Size(new FileInfo(path).Length)}");
        return RecordingCommand.Good;

        Task<bool> WriteAsync(Stream to)
        {
            var export = new RecordingExport(access.Shelf);
            return parsed.GetValue(Format) switch
            {
                "cast2" => export.CastAsync(facts.Id, 2, false, to, cancellation),
                "text" => export.TextAsync(facts.Id, to, cancellation),
                "html" => export.HtmlAsync(facts.Id, Path.Combine(AppContext.BaseDirectory, "wwwroot", "replay-file.html"), to, cancellation),
                _ => export.CastAsync(facts.Id, 3, parsed.GetValue(People), to, cancellation),
            };
        }
    }
}
