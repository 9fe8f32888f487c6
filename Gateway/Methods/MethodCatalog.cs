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
        request = new RemoteRequest(known, user!, new RemoteTarget { Port = number });
        return LinkVerdict.Allowed;
    }

    /// <summary>
    /// Checks a way to a device that the inventory knows. A port of the domain has to be allowed here too; an address of its
    /// own is allowed by standing in the inventory.
    /// </summary>
    /// <exception cref="ArgumentException">The target holds what could not be handed to a client safely.</exception>
    public LinkVerdict Read(string? method, string? user, RemoteTarget target, out RemoteRequest? request)
    {
        request = null;
        if (method is null || !_methods.TryGetValue(method, out var known)) return LinkVerdict.UnknownMethod;
        if (!RemoteUser.IsValid(user)) return LinkVerdict.InvalidUser;
        if (target.Port is < 1 or > 65535) return LinkVerdict.InvalidPort;
        if (target.Address is null && !Options.Ports.Contains(target.Port)) return LinkVerdict.PortNotAllowed;
        request = new RemoteRequest(known, user!, target);
        return LinkVerdict.Allowed;
    }
}
