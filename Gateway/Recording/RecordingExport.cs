using System.Text;

namespace Gateway.Recording;

/// <summary>Writes recordings in forms that other programs and people read, as a stream: a recording of any length takes the same memory. A damaged one ends where it is damaged, and a marker says so.</summary>
public sealed class RecordingExport(RecordingShelf shelf)
{
    /// <summary>asciicast, version 3 or 2 (docs.asciinema.org/manual/asciicast).</summary>
    /// <param name="id">The recording.</param>
    /// <param name="version">3, with the time since the event before; or 2, with the time since the start, and without the exit status.</param>
    /// <param name="people">Whether our own codes for who typed are kept, which only version 3 can have. Markers say in any case who came and went.</param>
    /// <param name="to">What is written to; it stays open.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether there is such a recording; nothing was written else.</returns>
    /// <exception cref="IOException">The recording cannot be read, or the stream not written.</exception>
    public async Task<bool> CastAsync(string id, int version, bool people, Stream to, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (version is not (2 or 3)) throw new ArgumentOutOfRangeException(nameof(version), version, "asciicast is written in version 2 or 3.");
        if (await OpenAsync(id, cancellation) is not var (facts, columns, rows)) return false;
        var cast = new CastText(version);
        await to.WriteAsync(cast.Header(facts, columns, rows), cancellation);
        await foreach (var happened in shelf.ReadAsync(id, default, cancellation).UpToDamage(cancellation))
            if (people && version == 3 || !IsOurOwn(happened.Code))
                await to.WriteAsync(cast.Event(happened), cancellation);
        return true;
    }

    /// <summary>Plain text in UTF-8: what scrolled by, what was cleared away, and what stood on the screen in the end. It holds nothing that a terminal obeys.</summary>
    /// <inheritdoc cref="CastAsync"/>
    public async Task<bool> TextAsync(string id, Stream to, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (await OpenAsync(id, cancellation) is not var (_, columns, rows)) return false;
        var text = new PlainText(columns, rows);
        await foreach (var happened in shelf.ReadAsync(id, default, cancellation).UpToDamage(cancellation))
        {
            if (happened.Code == CastCode.Output) text.Feed(happened.Data);
            else if (happened.Code == CastCode.Resize && CastSize.Read(happened.Data) is { } size) text.Resize(size.Columns, size.Rows);
            await WriteAsync();
        }
        text.End();
        await WriteAsync();
        return true;

        async Task WriteAsync()
        {
            if (text.Take() is { Length: > 0 } lines) await to.WriteAsync(Encoding.UTF8.GetBytes(lines), cancellation);
        }
    }

    /// <summary>One HTML file that plays the recording and needs no server.</summary>
    /// <param name="id">The recording.</param>
    /// <param name="template">Path of the page that plays it, <c>replay-file.html</c> of the client.</param>
    /// <param name="to">What is written to; it stays open.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether there is such a recording; nothing was written else.</returns>
    /// <exception cref="IOException">The recording or the template cannot be read, or the stream not written.</exception>
    /// <exception cref="InvalidDataException">The template has no place for a recording.</exception>
    public async Task<bool> HtmlAsync(string id, string template, Stream to, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (await OpenAsync(id, cancellation) is not var (facts, columns, rows)) return false;
        var page = await HtmlPage.ReadAsync(template, cancellation);
        await to.WriteAsync(page.Before, cancellation);
        var json = new HtmlRecording(to);
        await json.BeginAsync(facts, columns, rows, cancellation);
        await foreach (var happened in shelf.ReadAsync(id, default, cancellation).UpToDamage(cancellation))
            if (!IsOurOwn(happened.Code)) await json.AddAsync(happened, cancellation);
        await json.EndAsync(cancellation);
        await to.WriteAsync(page.Behind, cancellation);
        return true;
    }

    private static bool IsOurOwn(char code) => code is CastCode.Person or CastCode.Unshown;

    private async Task<(RecordingFacts Facts, int Columns, int Rows)?> OpenAsync(string id, CancellationToken cancellation) =>
        await shelf.FindAsync(id, cancellation) is { } facts && await shelf.SizeAsync(id, cancellation) is { } size ? (facts, size.Columns, size.Rows) : null;
}
