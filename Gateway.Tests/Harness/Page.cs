using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Web;

namespace Gateway.Tests.Harness;

/// <summary>
/// What the terminal page does, without a screen: follows the output by offset, acknowledges, and keeps the text. From
/// the first thing that is expected of it, it reads all the time: what waits unread in a socket holds up the answers
/// and the events behind it.
/// </summary>
internal sealed class Page(HubClient hub, Attached terminal, bool fromScreen = false) : IAsyncDisposable
{
    private readonly StringBuilder _text = new();
    private long _typed = terminal.Input;
    private long _offset = fromScreen ? -1 : terminal.Start;
    private int _passed;
    private Task? _reading;
    private TaskCompletionSource _news = New();

    public HubClient Hub => hub;

    public Attached Terminal => terminal;

    /// <summary>All text so far; bytes are shown one to one.</summary>
    public string Text
    {
        get { lock (_text) return _text.ToString(); }
    }

    public static async Task<Page> OpenAsync(Uri gateway, CookieContainer cookies, string method, string user, int port, int cols = 80, int rows = 24)
    {
        var hub = await HubClient.ConnectAsync(gateway, cookies);
        var reply = await hub.OpenAsync(method, user, port.ToString(System.Globalization.CultureInfo.InvariantCulture), cols, rows);
        return new Page(hub, reply.Terminal ?? throw new InvalidOperationException($"Refused: {reply.Refusal}"));
    }

    /// <summary>Comes back to a terminal, as a page does that names it in the address of its hub connection.</summary>
    public static async Task<Page> JoinAsync(Uri gateway, CookieContainer cookies, string terminal, string? viewer = null)
    {
        var hub = await HubClient.ConnectAsync(gateway, cookies, terminal: terminal);
        var reply = await hub.JoinAsync(terminal, viewer);
        return new Page(hub, reply.Terminal ?? throw new InvalidOperationException($"Refused: {reply.Refusal}"));
    }

    /// <summary>Comes to somebody else's terminal by an invitation, and begins with its screen.</summary>
    public static async Task<Page> VisitAsync(Uri gateway, CookieContainer cookies, string terminal, string invitation, int cols = 80, int rows = 24)
    {
        var hub = await HubClient.ConnectAsync(gateway, cookies, terminal: terminal);
        var reply = await hub.JoinAsync(terminal, null, cols, rows, invitation);
        return new Page(hub, reply.Terminal ?? throw new InvalidOperationException($"Refused: {reply.Refusal}"), fromScreen: true);
    }

    /// <summary>Makes an invitation to this terminal.</summary>
    public async Task<Invitation> InviteAsync(string may, string? person = null, int minutes = 60) =>
        (await hub.InvokeAsync("Invite", new InvitationRequest(may, person, minutes))).Deserialize<InvitationReply>(JsonSerializerOptions.Web)!.Invitation
            ?? throw new InvalidOperationException("There is no invitation.");

    /// <summary>Bytes typed so far.</summary>
    public long Typed => _typed;

    public Task TypeAsync(string text) => TypeAsync(Encoding.UTF8.GetBytes(text));

    public async Task TypeAsync(byte[] bytes)
    {
        await hub.InputAsync(_typed, bytes);
        _typed += bytes.Length;
    }

    /// <summary>
    /// Waits until the text behind what was expected last holds the words; returns it up to their end. Words that the
    /// echo of a typed line holds too are met there already.
    /// </summary>
    public async Task<string> ExpectAsync(string words, TimeSpan? within = null)
    {
        using var timeout = new CancellationTokenSource(within ?? HubClient.Patience);
        _reading ??= ReadAsync();
        int from = _passed, looked = from;
        while (true)
        {
            var (news, isOver) = (_news.Task, _reading.IsCompleted); // before the look, so that nothing is missed after it
            string more = Since(looked);
            int at = more.IndexOf(words, StringComparison.Ordinal);
            if (at >= 0)
            {
                _passed = looked + at + words.Length;
                return Since(from)[..(_passed - from)];
            }
            looked = Math.Max(from, looked + more.Length - words.Length); // they may stand across two pieces
            if (isOver)
            {
                await _reading;
                throw new Xunit.Sdk.XunitException($"The terminal ended without \"{words}\". It said:\n{Since(from)}");
            }
            try
            {
                await Task.WhenAny(news, _reading).WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new Xunit.Sdk.XunitException($"There was no \"{words}\" in time. It said:\n{Since(from)}");
            }
        }
    }

    /// <summary>Reads to the end of the terminal and returns the Ended event.</summary>
    public async Task<Ended> ExpectEndAsync()
    {
        await (_reading ??= ReadAsync()).WaitAsync(HubClient.Patience);
        return (await ExpectEventAsync("Ended"))[0].Deserialize<Ended>(JsonSerializerOptions.Web)!;
    }

    /// <summary>The next event of that name; others are passed over.</summary>
    public Task<JsonElement> ExpectEventAsync(string name) => ExpectEventAsync(name, _ => true);

    /// <summary>The next event of that name for which this holds; others are passed over.</summary>
    public async Task<JsonElement> ExpectEventAsync(string name, Func<JsonElement, bool> holds)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        await foreach (var (happened, arguments) in hub.Events.ReadAllAsync(timeout.Token))
            if (happened == name && holds(arguments)) return arguments;
        throw new Xunit.Sdk.XunitException($"The connection ended without a {name} event.");
    }

    /// <summary>The next news of who is here for which this holds.</summary>
    public async Task<Company> ExpectCompanyAsync(Func<Company, bool> holds) =>
        Read((await ExpectEventAsync("CompanyChanged", arguments => holds(Read(arguments))))[0].GetRawText());

    private static Company Read(JsonElement arguments) => Read(arguments[0].GetRawText());

    private static Company Read(string company) => JsonSerializer.Deserialize<Company>(company, JsonSerializerOptions.Web)!;

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Since(int from)
    {
        lock (_text) return _text.ToString(from, _text.Length - from);
    }

    private async Task ReadAsync()
    {
        try
        {
            var frames = await hub.OutputAsync(_offset);
            await foreach (var (offset, bytes) in frames.ReadAllAsync())
            {
                bool isScreen = hub.ScreenOf(bytes) is not null;
                if (offset != _offset && !isScreen) throw new Xunit.Sdk.XunitException($"Expected offset {_offset}, got {offset}.");
                _offset = offset + (isScreen ? 0 : bytes.Length);
                lock (_text) _text.Append(Encoding.Latin1.GetString(bytes));
                Interlocked.Exchange(ref _news, New()).SetResult();
                await hub.AcknowledgeAsync(_offset);
            }
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or InvalidOperationException or ObjectDisposedException)
        {
            // The connection is gone: what came before is all there is.
        }
    }
}
