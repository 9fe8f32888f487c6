using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Credentials;

/// <summary>Runs OpenSSH's own tools for keys: nobody else's code touches one. Their environment holds nothing but what is given.</summary>
internal static class SshTool
{
    // Loading a key with a slow passphrase function takes a second or two on an old machine.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly string[] Folders = ["/usr/bin", "/bin", "/usr/local/bin"];

    /// <summary>Runs a tool to its end. Gives what it wrote to standard output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments; never a secret.</param>
    /// <param name="input">What it reads from standard input; may be a secret.</param>
    /// <param name="environment">Its environment besides the usual.</param>
    /// <param name="started">Called with its process id.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CredentialException">It failed, with its own words.</exception>
    public static async Task<string> RunAsync(string name, IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default, IEnumerable<(string, string)>? environment = null, Action<int>? started = null, CancellationToken cancellation = default)
    {
        using var process = Start(name, arguments, environment ?? []);
        started?.Invoke(process.Id);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Longest);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, end.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended before it read everything; its words say why.
            }
            await process.WaitForExitAsync(end.Token);
            string said = await output, wrong = await errors;
            return process.ExitCode == 0 ? said : throw new CredentialException($"{name} failed: {FirstLine(wrong)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancellation.ThrowIfCancellationRequested();
            throw new CredentialException($"{name} did not end in time.");
        }
    }

    /// <summary>Starts a tool whose streams are the caller's to read.</summary>
    /// <exception cref="CredentialException">It is not installed or cannot be started.</exception>
    public static Process Start(string name, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        string program = Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw new CredentialException($"{name} is not installed (openssh-client).");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment.Clear();
        foreach (var (key, value) in environment.Append(("PATH", "/usr/bin:/bin")).Append(("LANG", "C.UTF-8")).Append(("HOME", "/nonexistent"))) start.Environment[key] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CredentialException($"{name} could not be started.", exception);
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? line[..Math.Min(line.Length, 200)] : "it does not say why";
}
