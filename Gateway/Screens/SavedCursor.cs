namespace Gateway.Screens;

/// <summary>What DECSC keeps of a screen. Underline style and colour are not part of it in xterm.js.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="Fore">Foreground and its flags, as in <see cref="Pen"/>.</param>
/// <param name="Back">Background and its flags.</param>
/// <param name="Charset">The character set in use.</param>
internal readonly record struct SavedCursor(int X, int Y, uint Fore, uint Back, Charset? Charset);
