using System.Runtime.CompilerServices;

namespace Gateway.Recording;

/// <summary>Events of a recording as long as they can be read.</summary>
internal static class SoundEvents
{
    /// <summary>What stands where a recording is damaged.</summary>
    public const string Damaged = "notice: From here on this recording is damaged.";

    /// <summary>The events up to the end, or up to a damaged place, where a marker says so.</summary>
    public static async IAsyncEnumerable<CastEvent> UpToDamage(this IAsyncEnumerable<CastEvent> events, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var each = events.GetAsyncEnumerator(cancellation);
        CastEvent? last = null;
        while (true)
        {
            bool sound = true, more = false;
            try
            {
                more = await each.MoveNextAsync();
            }
            catch (InvalidDataException)
            {
                sound = false;
            }
            if (!sound) yield return new CastEvent(last?.At ?? 0, CastCode.Marker, Damaged, last?.Next ?? default);
            if (!more) yield break;
            last = each.Current;
            yield return each.Current;
        }
    }
}
