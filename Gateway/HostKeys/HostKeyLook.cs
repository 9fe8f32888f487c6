using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Gateway.Methods;

namespace Gateway.HostKeys;

/// <summary>
/// Looks which key a place shows, with the same locked ssh on the same way as a terminal: it writes down the key and goes,
/// before anybody signs in.
/// </summary>
/// <param name="folder">Absolute path of a folder for what ssh writes down.</param>
public sealed class HostKeyLook(string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<Task<HostKey?>, bool> _running = new();

    /// <summary>The key; null if the place does not answer, or not with ssh, or nobody looks any more.</summary>
    /// <param name="request">Where.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<HostKey?> AtAsync(RemoteRequest request, CancellationToken cancellation = default)
    {
        if (request.Method is not SshMethod ssh || _over.IsCancellationRequested) return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _over.Token);
        var look = LookAsync(ssh, request, either.Token);
        _running[look] = true;
        try
        {
            return await look;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null; // the gateway stops
        }
        finally
        {
            _running.TryRemove(look, out _);
        }
    }

    /// <summary>Ends what is under way, and waits until its client is gone and leaves nothing in the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_running.Keys.Select(look => look.ContinueWith(_ => { }, TaskScheduler.Default)));
    }

    private async Task<HostKey?> LookAsync(SshMethod ssh, RemoteRequest request, CancellationToken cancellation)
    {
        string file = Path.Combine(folder, $"look-{Guid.NewGuid():N}");
        try
        {
            await RunAsync(ssh.Look(request, file), cancellation);
            return File.Exists(file) && HostKey.TryRead((await File.ReadAllLinesAsync(file, cancellation)).FirstOrDefault() ?? "", out var key) ? key : null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task RunAsync(CommandLine command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments) { WorkingDirectory = command.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return; // the client is not there; terminals say so
        }
        process.StandardInput.Close();
        try
        {
            await Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, patience.Token), process.StandardError.BaseStream.CopyToAsync(Stream.Null, patience.Token), process.WaitForExitAsync(patience.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It has hung long enough.
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None); // until then it may write
            }
        }
    }
}
