using System.Diagnostics;
using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Demo;

/// <summary>A real program on a real terminal (from script(1)), spoken to by text. Every wait ends.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    private static readonly TimeSpan Patience = HubClient.Patience;

    private readonly Process _process;
    private readonly byte[] _buffer = new byte[65536];
    private string _unread = "";
    private string _terminal = "";

    private Conversation(Process process) => _process = process;

    /// <summary>Starts a shell command line on a terminal of that size.</summary>
    public static async Task<Conversation> StartAsync(string commandLine, int columns = 80, int rows = 24)
    {
        var start = new ProcessStartInfo("script", ["-qfec", $"stty cols {columns} rows {rows}; tty; {commandLine}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm-256color", ["SHELL"] = "/bin/sh" },
        };
        var conversation = new Conversation(Process.Start(start)!);
        conversation._terminal = (await conversation.ReadUntilAsync("\r\n")).Trim();
        return conversation;
    }

    /// <summary>Everything up to and with that text; fails with what came instead.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var searched = 0;
        int at;
        while ((at = _unread.IndexOf(text, searched, StringComparison.Ordinal)) < 0)
        {
            searched = Math.Max(0, _unread.Length - text.Length);
            var read = await ReadAsync(text, timeout.Token);
            if (read.Length == 0)
                throw new InvalidOperationException($"It ended before \"{text}\": {Tail}");
            _unread += read;
        }
        var result = _unread[..(at + text.Length)];
        _unread = _unread[result.Length..];
        return result;
    }

    /// <summary>Everything until the program ends.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (await ReadAsync("the end", timeout.Token) is { Length: > 0 } read)
            _unread += read;
        await _process.WaitForExitAsync(timeout.Token);
        return _unread;
    }

    /// <summary>Types.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await _process.StandardInput.BaseStream.FlushAsync();
    }

    /// <summary>Types a line and returns what came up to the next prompt.</summary>
    public async Task<string> AskAsync(string line, string prompt)
    {
        await TypeAsync(line + "\r");
        await ReadUntilAsync("\r\n");
        return await ReadUntilAsync(prompt);
    }

    /// <summary>Changes the window.</summary>
    public async Task ResizeAsync(int columns, int rows)
    {
        using var stty = Process.Start("stty", ["-F", _terminal, "cols", $"{columns}", "rows", $"{rows}"]);
        await stty.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private string Tail => _unread.Length > 2000 ? _unread[^2000..] : _unread;

    // Latin-1 keeps every byte; texts to look for are ASCII.
    private async Task<string> ReadAsync(string awaited, CancellationToken cancel)
    {
        try
        {
            return Encoding.Latin1.GetString(_buffer, 0, await _process.StandardOutput.BaseStream.ReadAsync(_buffer, cancel));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"\"{awaited}\" did not come: {Tail}");
        }
    }
}
