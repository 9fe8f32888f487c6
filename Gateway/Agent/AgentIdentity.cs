using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>How a device says who it is: with its key, or a token where one is given.</summary>
internal sealed class AgentIdentity : IDisposable
{
    private readonly AgentKey? _key;
    private readonly string? _token;

    private AgentIdentity(AgentKey? key, string? token) => (_key, _token) = (key, token);

    /// <summary>What the settings and the state folder hold.</summary>
    /// <exception cref="AgentException">There is neither, or it cannot be read.</exception>
    public static AgentIdentity Read(AgentSettings settings, StateFolder state)
    {
        if (settings.TokenFile is not { } file) return new AgentIdentity(AgentKey.Read(state) ?? throw new AgentException($"This device has no key yet. First: {AgentVersion.Program} enrol URL NAME"), null);
        try
        {
            string? token = File.ReadLines(file).FirstOrDefault()?.Trim();
            return new AgentIdentity(null, string.IsNullOrEmpty(token) ? throw new AgentException($"{file}: the first line is empty; it has to be the token.") : token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"The token cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The answer to a challenge.</summary>
    public Hello Answer(Challenge challenge, AgentSettings settings)
    {
        string origin = settings.Gateway().Origin;
        return new Hello(settings.Name, settings.Member, origin, [.. settings.Services().Keys], AgentVersion.Text)
        {
            Key = _key?.PublicLine(),
            Signature = _key?.Sign(origin, challenge.Nonce, settings.Name, settings.Member),
            Token = _token,
            HostKeys = LocalHostKeys.Read(settings),
        };
    }

    public void Dispose() => _key?.Dispose();
}
