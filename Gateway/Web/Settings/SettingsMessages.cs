// What administrators see of settings, mirrored by wwwroot/src/protocol.ts.
namespace Gateway.Web.Settings;

/// <summary>What is in force on one node.</summary>
/// <param name="Node">The node that answers.</param>
/// <param name="Version">The program's version.</param>
/// <param name="File">The file that was read; empty for none.</param>
/// <param name="Settings">Every setting.</param>
/// <param name="Rules">The policy's rules, in the order in which they are asked.</param>
/// <param name="PolicyRefused">Why the policy file's last change is not in force; empty if it is.</param>
/// <param name="Devices">How many devices the inventory has.</param>
public sealed record SettingsOverview(string Node, string Version, string File, IReadOnlyList<SettingRow> Settings, IReadOnlyList<RuleRow> Rules, string PolicyRefused, int Devices);

/// <summary>A setting.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value; empty for none. Never a secret.</param>
/// <param name="Source"><c>default</c>, <c>file</c> or <c>environment</c>.</param>
/// <param name="Where">The line or the variable; empty for a default.</param>
public sealed record SettingRow(string Key, string Value, string Source, string Where);

/// <summary>A rule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Who">Whom it is for.</param>
/// <param name="What">What it is for.</param>
/// <param name="May">What it allows: <c>type</c>, <c>watch</c> or <c>none</c>.</param>
/// <param name="Limits">When, for how long, and whether recorded; empty for no limits.</param>
public sealed record RuleRow(string Name, string Who, string What, string May, string Limits);

/// <summary>The settings that the gateway was started with, which the root hands in.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="File">The file that was read; empty for none.</param>
/// <param name="Rows">Every setting.</param>
public sealed record StartedSettings(string Version, string File, IReadOnlyList<SettingRow> Rows);
