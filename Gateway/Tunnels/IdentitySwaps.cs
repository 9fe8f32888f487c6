using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Tunnels;

/// <summary>When connections of one identity took each other's place from other addresses, not long ago: more often than a device changes its network, and two devices have that identity.</summary>
internal sealed record IdentitySwaps
{
    private const int Most = 3;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private ImmutableList<DateTimeOffset> Times { get; init; } = [];

    /// <summary>None.</summary>
    public static IdentitySwaps None { get; } = new();

    /// <summary>Whether it must be two devices.</summary>
    public bool AreTwo => Times.Count >= Most;

    /// <summary>With one more connection, which took the place of another.</summary>
    /// <param name="before">The address that the other one came from.</param>
    /// <param name="from">The address that it comes from.</param>
    /// <param name="now">The time.</param>
    public IdentitySwaps After(string before, string from, DateTimeOffset now) => new() { Times = [.. Times.Where(swap => now - swap < Window).TakeLast(Most), .. before == from ? [] : new[] { now }] };

    /// <summary>What to say of it.</summary>
    /// <param name="before">The address that the other one came from.</param>
    public string Words(string before) => string.Create(CultureInfo.InvariantCulture, $"{Times.Count} times in {Window.TotalMinutes:0} minutes another one took its place, from {before}: two devices with one identity?");
}
