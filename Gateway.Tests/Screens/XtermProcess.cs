using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Screens;

/// <summary>The emulator that people look at, @xterm/headless, in one process for a whole test class.</summary>
public sealed class XtermProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _node;

    public XtermProcess()
    {
        var start = new ProcessStartInfo("node", ["xterm.mjs"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = SourceTree.PathOf("Gateway.Tests/Screens/Xterm"),
        };
        _node = Process.Start(start)!;
    }

    /// <summary>Its table of characters, as the product has it.</summary>
    public async Task<byte[]> CharactersAsync() => Convert.FromBase64String(await AskAsync(new JsonObject { ["characters"] = true }));

    /// <summary>What it shows after these pieces of output, each written at once.</summary>
    /// <param name="columns">Columns at the start.</param>
    /// <param name="rows">Rows at the start.</param>
    /// <param name="isLoose">Takes as equal what looks equal: see ScreenDump.</param>
    /// <param name="steps">Bytes, or a size as (columns, rows).</param>
    public Task<string> ShowAsync(int columns, int rows, bool isLoose, params IEnumerable<object> steps)
    {
        var all = new JsonArray();
        foreach (object step in steps)
        {
            if (step is byte[] bytes) all.Add(Convert.ToBase64String(bytes));
            else if (step is (int newColumns, int newRows)) all.Add(new JsonArray(newColumns, newRows));
        }
        return AskAsync(new JsonObject { ["columns"] = columns, ["rows"] = rows, ["loose"] = isLoose, ["steps"] = all });
    }

    public void Dispose()
    {
        _node.Kill();
        _node.Dispose();
    }

    private async Task<string> AskAsync(JsonObject question)
    {
        await _node.StandardInput.WriteLineAsync(question.ToJsonString()).WaitAsync(Patience);
        string line = await _node.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new Xunit.Sdk.XunitException("node has ended.");
        return JsonSerializer.Deserialize<string>(line)!;
    }
}
