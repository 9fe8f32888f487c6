using System.Collections.Immutable;
using Gateway.Access;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>What is kept for one caller at one moment, to be asked about many devices: whom a credential is for is found out once, and names without <c>*</c> are looked up.</summary>
public sealed class KeptCredentials
{
    private readonly Names _ofDevices;
    private readonly Names _own;

    internal KeptCredentials(IReadOnlyList<Credential> all, Caller caller) => (_ofDevices, _own) = (
        new Names(all.Where(one => CredentialFit.Counts(one, caller, CredentialChoice.Device))),
        new Names(all.Where(one => CredentialFit.Counts(one, caller, CredentialChoice.Mine))));

    /// <summary>Whether something of the gateway's is kept for a device that the caller may use.</summary>
    public bool HasForDevice(Device device) => _ofDevices.Hold(device);

    /// <summary>Whether something of the caller's own is kept for a device.</summary>
    public bool HasOwn(Device device) => _own.Hold(device);

    private sealed class Names
    {
        private readonly ImmutableHashSet<string> _devices;
        private readonly ImmutableHashSet<string> _groups;
        private readonly string[] _devicePatterns;
        private readonly string[] _groupPatterns;

        public Names(IEnumerable<Credential> credentials)
        {
            var all = credentials.ToList();
            (_devices, _devicePatterns) = Sorted(all.SelectMany(one => one.Devices));
            (_groups, _groupPatterns) = Sorted(all.SelectMany(one => one.Groups));
        }

        public bool Hold(Device device) => Holds(_devices, _devicePatterns, device.Name) || device.Groups.Any(group => Holds(_groups, _groupPatterns, group));

        private static bool Holds(ImmutableHashSet<string> exact, string[] patterns, string name) =>
            exact.Contains(name) || Array.Exists(patterns, pattern => CredentialFit.Matches(pattern, name));

        private static (ImmutableHashSet<string> Exact, string[] Patterns) Sorted(IEnumerable<string> names)
        {
            var kinds = names.Distinct(StringComparer.Ordinal).ToLookup(name => name.Contains('*', StringComparison.Ordinal));
            return (kinds[false].ToImmutableHashSet(StringComparer.Ordinal), [.. kinds[true]]);
        }
    }
}
