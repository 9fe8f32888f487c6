namespace Gateway.Recording;

/// <summary>A piece of a recording for a player.</summary>
/// <param name="Keyframe">What to show first; null where it begins with nothing, or goes on.</param>
/// <param name="Events">What happens then, also before the moment that was asked for; before all, who typed last before the keyframe.</param>
/// <param name="Next">What to ask for the following with; null at the end.</param>
/// <param name="IsLive">Whether it is being written: the end is only for now, and <paramref name="Next"/> is never null.</param>
/// <param name="Seconds">How long the recording is now.</param>
public sealed record FrameChunk(Keyframe? Keyframe, IReadOnlyList<CastEvent> Events, string? Next, bool IsLive, double Seconds);

/// <summary>Gives recordings to players piece by piece.</summary>
public sealed partial class RecordingFrames(RecordingShelf shelf, RecordingIndex index, ILogger<RecordingFrames> logger)
{
    /// <summary>About how much data a piece has, in UTF-16 units, so long as no single event has more.</summary>
    public const int ChunkSize = 512 * 1024;

    // What an event takes besides its data.
    private const int EventSize = 24;

    /// <summary>The first piece from a moment on: it begins with the last keyframe before.</summary>
    /// <param name="id">The recording.</param>
    /// <param name="from">The moment, in seconds from its start.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The piece; null if there is no such recording.</returns>
    /// <exception cref="IOException">The recording cannot be read.</exception>
    public async Task<FrameChunk?> FromAsync(string id, double from, CancellationToken cancellation = default)
    {
        if (await shelf.FindAsync(id, cancellation) is not { } facts) return null;
        Keyframe? keyframe = null;
        try
        {
            keyframe = from > 0 ? await index.KeyframeAsync(id, from, cancellation) : null;
        }
        catch (IOException exception)
        {
            // It takes longer then, and shows the same.
            Without(exception);
        }
        return await ReadAsync(facts, keyframe, keyframe?.Next ?? default, cancellation);
    }

    /// <summary>The piece that follows another.</summary>
    /// <param name="id">The recording.</param>
    /// <param name="next">What the piece before said.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The piece; null if there is no such recording, or <paramref name="next"/> is nothing that a piece said.</returns>
    /// <exception cref="IOException">The recording cannot be read.</exception>
    public async Task<FrameChunk?> NextAsync(string id, string next, CancellationToken cancellation = default) =>
        FrameToken.Read(next) is { } place && await shelf.FindAsync(id, cancellation) is { } facts ? await ReadAsync(facts, null, place, cancellation) : null;

    private async Task<FrameChunk> ReadAsync(RecordingFacts facts, Keyframe? keyframe, CastPosition place, CancellationToken cancellation)
    {
        List<CastEvent> events = keyframe?.Person is { } person ? [new CastEvent(keyframe.At, CastCode.Person, person, keyframe.Next)] : [];
        int size = 0;
        bool end = true, live = facts.State == RecordingState.Live;
        await foreach (var happened in shelf.ReadAsync(facts.Id, place, cancellation).UpToDamage(cancellation))
        {
            if (happened.Data == SoundEvents.Damaged && happened.Code == CastCode.Marker) live = false;
            events.Add(happened);
            place = happened.Next;
            size += happened.Data.Length + EventSize;
            if (size < ChunkSize) continue;
            end = false;
            break;
        }
        return new FrameChunk(keyframe, events, end && !live ? null : FrameToken.Write(place), live, Math.Max(facts.Seconds, place.At));
    }

    [LoggerMessage(1, LogLevel.Warning, "A recording is played from its start: the index has no keyframe for it now")]
    private partial void Without(Exception exception);
}
