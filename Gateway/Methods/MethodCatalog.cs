using System.Collections.Frozen;

namespace Gateway.Methods;

/// <summary>The methods that are switched on, and the only way from a link to a <see cref="RemoteRequest"/>.</summary>
public sealed class MethodCatalog
{
    private readonly FrozenDictionary<string, Method> _methods;

    /// <summary>Makes the catalog from checked settings.</summary>
    /// <exception cref="ArgumentException">A setting could not be handed to a client safely.</exception>
    public MethodCatalog(MethodOptions options)
    {
        Options = options;
        List<Method> methods = [];
        if (options.SshPath is not null) methods.Add(new SshMethod(options));
        if (options.TelnetPath is not null) methods.Add(new TelnetMethod(options));
        _methods = methods.ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);
        Names = [.. methods.Select(method => method.Name)];
    }

    /// <summary>The settings behind the catalog.</summary>
    public MethodOptions Options { get; }

    /// <summary>The names of the methods that are switched on.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Checks the three parts of a link. Only <see cref="LinkVerdict.Allowed"/> gives a request.</summary>
    public LinkVerdict Read(string? method, string? user, string? port, out RemoteRequest? request)
    {
        request = null;
        if (method is null || !_methods.TryGetValue(method, out var known)) return LinkVerdict.UnknownMethod;
        if (!RemoteUser.IsValid(user)) return LinkVerdict.InvalidUser;
        if (!PortSet.TryParse(port, out int number)) return LinkVerdict.InvalidPort;
        if (!Options.Ports.Contains(number)) return LinkVerdict.PortNotAllowed;
        request = new RemoteRequest(known, user!, number);
        return LinkVerdict.Allowed;
    }
}
