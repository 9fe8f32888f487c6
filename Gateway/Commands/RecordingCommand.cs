using System.CommandLine;
using Gateway.Configuration;
using Gateway.Recording;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Commands;

/// <summary><c>gateway recording</c>: lists, checks, exports and prunes recordings, and makes their index.</summary>
public static class RecordingCommand
{
    internal const int Good = 0;
    internal const int Bad = 1;
    internal const int Unread = 2;

    // Shorter ones are too likely to be those of several.
    private const int ShortestBeginning = 6;

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("recording", "List, check, export and prune recordings of terminals; also while the gateway runs.")
    {
        RecordingList.Create(), RecordingVerify.Create(), RecordingExporting.Create(), RecordingPrune.Create(), RecordingIndexing.Create(),
    };

    /// <summary>The argument for recordings by name.</summary>
    internal static Argument<T> Ids<T>(string words, ArgumentArity arity) => new("ID") { Description = $"{words} The first letters of its name are enough, {ShortestBeginning} at least.", Arity = arity };

    /// <summary>Reads the configuration, opens the shelf, and says what goes wrong.</summary>
    /// <returns>What the command gives; 2 if there is no configuration or the recordings cannot be read.</returns>
    internal static async Task<int> OnShelfAsync(ParseResult parsed, Func<ShelfAccess, Task<int>> run)
    {
        var console = parsed.InvocationConfiguration;
        // The files that the configuration names are not looked at: whoever asks need not be able to read them.
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (result.Configuration is not { } configuration)
        {
            foreach (string line in FaultReport.Lines(result)) await console.Error.WriteLineAsync(line);
            return Unread;
        }
        var progress = new RecordingProgress(console);
        try
        {
            using var storage = new RecordingStorage(RecordingRooms.OptionsOf(configuration), TimeProvider.System);
            var shelf = new RecordingShelf(storage);
            return await run(new ShelfAccess(storage, shelf, RecordingIndex.Open(RecordingRooms.IndexOf(configuration), shelf, NullLoggerFactory.Instance), console, progress));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            progress.Clear();
            await console.Error.WriteLineAsync($"The recordings cannot be read by {Environment.UserName}: {exception.Message}");
            return Unread;
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            await console.Error.WriteLineAsync("Stopped.");
            return Unread;
        }
    }

    /// <summary>A recording by the first letters of its name; null if there is none or several, which has been said then.</summary>
    internal static async Task<RecordingFacts?> FindAsync(ShelfAccess access, string name, CancellationToken cancellation)
    {
        if (await access.Shelf.FindAsync(name, cancellation) is { } exact) return exact;
        List<RecordingFacts> found = [];
        if (name.Length >= ShortestBeginning)
            await foreach (var facts in access.Shelf.ListAsync(cancellation))
                if (facts.Id.StartsWith(name, StringComparison.Ordinal)) found.Add(facts);
        if (found is [var one]) return one;
        await access.Console.Error.WriteLineAsync(found.Count == 0 ? $"There is no recording {RecordingTable.Plain(name)}." : $"There are {found.Count} recordings that begin with {RecordingTable.Plain(name)}; give more of its name.");
        return null;
    }
}

/// <summary>What a command has of the recordings.</summary>
internal sealed record ShelfAccess(RecordingStorage Storage, RecordingShelf Shelf, RecordingIndex Index, InvocationConfiguration Console, RecordingProgress Progress)
{
    /// <summary>Columns that a line may have; any number where nobody looks at it.</summary>
    public int Width => Console.Output == System.Console.Out && !System.Console.IsOutputRedirected ? System.Console.WindowWidth : int.MaxValue;
}
