using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>
/// The closed list of old ssh algorithms that a device may be allowed, each with the keyword of ssh_config(5) that it is
/// added to. What OpenSSH's client does not have any more is not here.
/// </summary>
public static class LegacyAlgorithms
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> Keywords = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["diffie-hellman-group1-sha1"] = ["KexAlgorithms"],
        ["diffie-hellman-group14-sha1"] = ["KexAlgorithms"],
        ["diffie-hellman-group-exchange-sha1"] = ["KexAlgorithms"],
        ["ssh-rsa"] = ["HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"],
        ["ssh-dss"] = ["HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"],
        ["3des-cbc"] = ["Ciphers"],
        ["aes128-cbc"] = ["Ciphers"],
        ["aes192-cbc"] = ["Ciphers"],
        ["aes256-cbc"] = ["Ciphers"],
        ["hmac-md5"] = ["MACs"],
        ["hmac-sha1"] = ["MACs"],
        ["hmac-sha1-96"] = ["MACs"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Keywords.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether a name is one of them.</summary>
    public static bool Has(string name) => Keywords.ContainsKey(name);

    // The least bad of its kind first.
    private static readonly ImmutableArray<string> Preferred =
    [
        "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1", "diffie-hellman-group1-sha1", "ssh-rsa", "ssh-dss",
        "aes256-cbc", "aes192-cbc", "aes128-cbc", "3des-cbc", "hmac-sha1", "hmac-sha1-96", "hmac-md5",
    ];

    /// <summary>The one of a device's offer that would help, if it were allowed; null if none is on the list.</summary>
    /// <param name="offer">Names that the device offers, all of one kind.</param>
    public static string? Helpful(IReadOnlyCollection<string> offer) => Preferred.FirstOrDefault(offer.Contains);

    /// <summary>The options that add them to what ssh accepts anyway.</summary>
    /// <exception cref="ArgumentException">One is not on the list.</exception>
    internal static IEnumerable<(string Keyword, string Value)> Options(ImmutableArray<string> names)
    {
        if (names.FirstOrDefault(name => !Has(name)) is { } unknown) throw new ArgumentException($"'{unknown}' is not a known algorithm.", nameof(names));
        return names.SelectMany(name => Keywords[name].Select(keyword => (keyword, name)))
            .GroupBy(pair => pair.keyword, pair => pair.name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, $"+{string.Join(',', group)}"));
    }
}
