namespace Gateway.Tests.Recording;

/// <summary>A process of its own that records a terminal, for tests that do something to a process.</summary>
internal static class RecordingChild
{
    public static async Task<int> RunAsync(string folder, string key, string script)
    {
        await using var world = new RecordingWorld(script, folder: folder, change: options => options with { KeyFile = key });
        var terminal = world.Open();
        var recorder = await world.RecordAsync(terminal);
        _ = TellAsync(recorder.Completed);
        await RecordingWorld.PrintsAsync(terminal, "DONE");
        Console.WriteLine("DONE");
        await terminal.Ended;
        return 0;
    }

    private static async Task TellAsync(Task<string?> completed) => Console.WriteLine(await completed);
}
