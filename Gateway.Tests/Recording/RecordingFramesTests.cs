using System.Globalization;
using System.Text;
using Gateway.Recording;
using Gateway.Screens;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Recording;

public sealed class RecordingFramesTests : IDisposable
{
    private readonly TestShelf _shelf = new();

    [Fact]
    public async Task Playing_from_any_moment_shows_what_playing_from_the_start_shows()
    {
        using var recording = _shelf.Begin(segmentSize: 1 << 20);
        var random = new Random(5);
        for (int i = 0; i < 120; i++)
        {
            if (i % 30 == 10) recording.Event(i, 'p', $$"""{"id":"{{i}}","name":"Alice"}""");
            if (i % 40 == 39) recording.Event(i, 'r', i % 80 == 39 ? "100x30" : "80x24");
            recording.Output(i, string.Concat(Enumerable.Range(0, 400).Select(_ => string.Create(CultureInfo.InvariantCulture,
                $"\e[{random.Next(1, 25)};{random.Next(1, 80)}H\e[3{random.Next(8)}m{new string((char)random.Next('a', 'z'), 60)}中"))));
        }
        recording.End(130);
        await _shelf.Index.UpdateAsync(null);
        var frames = new RecordingFrames(_shelf.Shelf, _shelf.Index, NullLogger<RecordingFrames>.Instance);
        var (all, chunks) = await PlayAsync(await frames.FromAsync(recording.Id, 0), frames, recording.Id);
        Assert.InRange(chunks, 5, 100);
        List<CastEvent> expected = [];
        await foreach (var happened in _shelf.Shelf.ReadAsync(recording.Id)) expected.Add(happened);
        Assert.Equal(expected, all);

        int keyframes = 0;
        foreach (double at in (double[])[0.5, 25, 60, 119.5, 500])
        {
            var first = (await frames.FromAsync(recording.Id, at))!;
            var (events, _) = await PlayAsync(first, frames, recording.Id);
            if (first.Keyframe is not null) keyframes++;
            Assert.True(first.Keyframe is null || first.Keyframe.At <= at);
            Assert.Equal(Person(all, at), Person(events, at));
            Assert.Equal(Show(null, all.Where(happened => happened.At <= at)), Show(first.Keyframe, events.Where(happened => happened.At <= at)));
        }
        Assert.InRange(keyframes, 3, 4);
        Assert.Null(await frames.FromAsync(new string('0', 32), 0));
        foreach (string token in (string[])["", "x", "1-2", "1-2-fff8000000000000", "1--5-0", "99999999999-0-0"]) Assert.Null(await frames.NextAsync(recording.Id, token));
        // A place that is none is no fault of the gateway's.
        Assert.NotNull(await frames.NextAsync(recording.Id, "1-7-0"));
    }

    [Fact]
    public void A_long_recording_has_no_more_keyframes_than_allowed_and_they_stay_apart_evenly()
    {
        var pace = new KeyframePace();
        List<double> kept = [];
        for (double at = 0; at < 200_000; at += 0.5)
        {
            pace.Since += 200_000;
            if (!pace.IsDue(at)) continue;
            if (pace.Made(at)) kept = [.. kept.Where((_, place) => place % 2 == 1)];
            kept.Add(at);
        }
        Assert.Equal(pace.Count, kept.Count);
        Assert.InRange(kept.Count, KeyframePace.Most / 2, KeyframePace.Most);
        double[] apart = [.. kept.Zip(kept.Skip(1), (one, next) => next - one)];
        Assert.InRange(apart.Max() / apart.Min(), 1, 4.5);
        // A flood has them too, and little output has none.
        Assert.True(new KeyframePace { Since = 9 << 20 }.IsDue(0.1));
        Assert.False(new KeyframePace { Since = 1000 }.IsDue(100_000));
    }

    public void Dispose() => _shelf.Dispose();

    private static async Task<(List<CastEvent> Events, int Chunks)> PlayAsync(FrameChunk? chunk, RecordingFrames frames, string id)
    {
        List<CastEvent> events = [];
        int chunks = 0;
        for (; chunk is not null; chunk = chunk.Next is { } next ? await frames.NextAsync(id, next) : null)
        {
            chunks++;
            events.AddRange(chunk.Events);
        }
        return (events, chunks);
    }

    private static string? Person(IEnumerable<CastEvent> events, double at) => events.LastOrDefault(happened => happened.At <= at && happened.Code == CastCode.Person).Data;

    private static string Show(Keyframe? keyframe, IEnumerable<CastEvent> events)
    {
        var screen = new Screen(keyframe?.Columns ?? 80, keyframe?.Rows ?? 24);
        if (keyframe is not null) screen.Feed(keyframe.Data);
        foreach (var happened in events)
        {
            if (happened.Code == 'o') screen.Feed(Encoding.UTF8.GetBytes(happened.Data));
            else if (happened.Code == 'r' && CastSize.Read(happened.Data) is { } size) screen.Resize(size.Columns, size.Rows);
        }
        return string.Join('\n', Enumerable.Range(0, screen.Rows).Select(screen.LineText));
    }
}
