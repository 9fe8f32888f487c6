using Gateway.Screens;

namespace Gateway.Terminals;

/// <summary>
/// The output of a device with a character set of its own, as its screen takes it in. A snapshot cannot say where in the
/// device's bytes a sequence began that is not at its end, so it carries that beginning itself.
/// </summary>
internal sealed class DeviceText(CharacterSet set)
{
    // A screen asks for no more of what it was fed.
    private const int LongestTail = 4096;

    private readonly CharacterDecoder _decoder = new(set);
    private readonly byte[] _tail = new byte[LongestTail];
    private int _kept;

    /// <summary>The next bytes as UTF-8; good until the next call.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        var text = _decoder.Take(bytes);
        var news = text.Length > LongestTail ? text[^LongestTail..] : text;
        int stays = Math.Min(_kept, LongestTail - news.Length);
        _tail.AsSpan(_kept - stays, stays).CopyTo(_tail);
        news.CopyTo(_tail.AsSpan(stays));
        _kept = stays + news.Length;
        return text;
    }

    /// <summary>A snapshot that goes on in the device's own bytes.</summary>
    /// <param name="snapshot">The screen's.</param>
    /// <param name="fed">Bytes of UTF-8 that the screen was fed.</param>
    /// <param name="reached">Offset of the device's bytes up to which they were taken.</param>
    public ScreenSnapshot Whole(ScreenSnapshot snapshot, long fed, long reached)
    {
        int missing = (int)Math.Min(_kept, fed - snapshot.Offset);
        return snapshot with { Offset = reached - _decoder.Held, Bytes = [.. snapshot.Bytes, .. _tail.AsSpan(_kept - missing, missing)] };
    }
}
