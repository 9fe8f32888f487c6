namespace Gateway.Terminals;

/// <summary>One connection on a terminal, for the others to see.</summary>
/// <param name="Alias">Random name of its place; gives no right.</param>
/// <param name="By">Who it is.</param>
/// <param name="IsOwner">Whether the terminal is his.</param>
/// <param name="IsAdministrator">Whether he looks on as one who looks after the gateway.</param>
/// <param name="MayType">Whether he could be given the keyboard.</param>
/// <param name="Types">Whether his keys count now.</param>
/// <param name="Wants">Whether he has asked for the keyboard.</param>
/// <param name="Since">When he took the place, UTC.</param>
public sealed record Present(string Alias, Participant By, bool IsOwner, bool IsAdministrator, bool MayType, bool Types, bool Wants, DateTimeOffset Since);
