namespace Gateway.Credentials;

/// <summary>Whether the node's known-hosts file knows a place, by ssh's own rules: plain and hashed names, patterns, and authorities for host certificates.</summary>
internal static class HostKeyRecord
{
    /// <summary>Whether a place has a key, or an authority for its certificate, on record. False if that cannot be found out.</summary>
    /// <param name="file">Absolute path of the file; it need not be there.</param>
    /// <param name="name">The place, as its keys are filed.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<bool> HasAsync(string file, string name, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return false;
        try
        {
            // ssh-keygen(1), -F: it fails where it finds none. Of what was revoked it says so.
            string found = await SshTool.RunAsync("ssh-keygen", ["-F", name, "-f", file], cancellation: cancellation);
            return found.Split('\n').Any(line => line.StartsWith("# Host ", StringComparison.Ordinal) && !line.EndsWith("REVOKED", StringComparison.Ordinal));
        }
        catch (CredentialException)
        {
            return false;
        }
    }
}
