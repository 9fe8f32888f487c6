using System.Globalization;

namespace Gateway.Recording;

/// <summary>A place in a recording as a word that can stand in a query.</summary>
internal static class FrameToken
{
    /// <summary>Writes it.</summary>
    public static string Write(CastPosition place) => string.Create(CultureInfo.InvariantCulture, $"{place.Segment}-{place.Offset}-{BitConverter.DoubleToInt64Bits(place.At):x}");

    /// <summary>Reads it; null for anything else. Whether the recording has such a place does not show.</summary>
    public static CastPosition? Read(string token) => token.Split('-') is [var segment, var offset, var at]
        && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
        && long.TryParse(at, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long bits)
        && BitConverter.Int64BitsToDouble(bits) is >= 0 and < 1e10 and var seconds
            ? new CastPosition(number, bytes, seconds) : null;
}
