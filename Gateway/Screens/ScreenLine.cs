namespace Gateway.Screens;

/// <summary>A line of the main screen that has left at the top.</summary>
/// <param name="Text">What it says, blanks at its end removed; empty where nothing was written.</param>
/// <param name="Wrapped">Whether it continues the line before: the program wrote on past the edge.</param>
/// <param name="Blanks">How many blanks were removed; they stand between two words where the next line continues this one.</param>
public sealed record ScreenLine(string Text, bool Wrapped, int Blanks = 0);
