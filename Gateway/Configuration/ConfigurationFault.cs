namespace Gateway.Configuration;

/// <summary>One thing that is wrong with a configuration, and what to do about it.</summary>
/// <param name="Key">The setting, such as <c>limits.idleTimeout</c> or <c>ports[2]</c>; the variable's name for an unknown environment variable.</param>
/// <param name="Value">The value as written, shortened and free of anything that looks like a secret; null where it is missing or not to be shown.</param>
/// <param name="Problem">What is wrong, to be read after the key: "is not a whole number".</param>
/// <param name="Repair">What to write instead, as a sentence.</param>
/// <param name="Origin">Where it stands: <c>line 12</c>, or the name of an environment variable; null where it is missing.</param>
public sealed record ConfigurationFault(string Key, string? Value, string Problem, string Repair, string? Origin = null);
