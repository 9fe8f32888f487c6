using Gateway.Access.Policies;
using Gateway.Screens;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Sharing;

/// <summary>Where tests of sharing look.</summary>
internal static class SharingPlaces
{
    /// <summary>The audit record so far.</summary>
    public static string Audit(this TestGateway gateway)
    {
        using var reader = new StreamReader(new FileStream(Path.Combine(gateway.DataFolder, "audit", "audit.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>The policy in force.</summary>
    public static PolicyInForce Policy(this TestGateway gateway) => gateway.Services.GetRequiredService<PolicyInForce>();

    /// <summary>All that a screen shows: its lines, the cursor, and which of the two it is.</summary>
    public static string Shown(this Screen screen) =>
        string.Join('\n', [.. Enumerable.Range(0, screen.Rows).Select(screen.LineText), $"{screen.CursorColumn},{screen.CursorRow} {(screen.IsAlternate ? "alternate" : "main")}"]);
}
