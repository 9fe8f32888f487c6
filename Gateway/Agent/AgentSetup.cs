namespace Gateway.Agent;

/// <summary>What <c>gateway agent enrol</c> leaves in a state folder, for a program that sets an agent up itself.</summary>
public static class AgentSetup
{
    /// <summary>Writes the settings, and makes the key if there is none.</summary>
    /// <param name="folder">The state folder; made with mode 700 if missing.</param>
    /// <param name="url">The gateway's address.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="ssh">Where its ssh server is, "host:port".</param>
    /// <param name="http">Where its web pages are; null for none.</param>
    /// <returns>The public key in OpenSSH's form.</returns>
    /// <exception cref="AgentException">Something cannot be written or read.</exception>
    public static string Write(string folder, string url, string name, string ssh, string? http)
    {
        var state = new StateFolder(folder);
        using var key = AgentKey.ReadOrMake(state);
        state.Write(new AgentSettings { Url = url, Name = name, Ssh = ssh, Http = http });
        return key.PublicLine();
    }
}
