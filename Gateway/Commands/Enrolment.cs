using Gateway.Access.Identity;
using QRCoder;

namespace Gateway.Commands;

/// <summary>What a person needs to set up an authenticator, as lines for a terminal.</summary>
internal static class Enrolment
{
    private const string Issuer = "Gateway";
    private const int Group = 4;

    // Light on dark whatever the terminal's own colours are: not every camera reads it the other way round.
    private const string Colours = "\e[38;5;15;48;5;16m";
    private const string Plain = "\e[0m";

    /// <summary>The lines: a QR code, and the same secret to be typed.</summary>
    public static IEnumerable<string> Lines(string secret, string name, bool colours)
    {
        using var data = QRCodeGenerator.GenerateQrCode(OneTimeCodes.Link(secret, name, Issuer), QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        foreach (string line in code.GetGraphicSmall().Split('\n')) yield return colours ? $"{Colours}{line}{Plain}" : line;
        yield return "";
        yield return $"Scan this with an authenticator, or type the secret: {string.Join(' ', secret.Chunk(Group).Select(part => new string(part)))}";
        yield return "It is not shown again.";
    }
}
