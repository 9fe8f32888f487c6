using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Web;

namespace Gateway.Tests.Harness;

/// <summary>
/// What the terminal page does, without a screen: follows the output by offset, acknowledges, and keeps the text.
/// </summary>
internal sealed class Page(HubClient hub, Attached terminal, bool fromScreen = false) : IAsyncDisposable
{
    private readonly StringBuilder _text = new();
    private long _typed = terminal.Input;
    private System.Threading.Channels.ChannelReader<(long Offset, byte[] Bytes)>? _frames;
    private long _offset = fromScreen ? -1 : terminal.Start;

    public HubClient Hub => hub;

    public Attached Terminal => terminal;

    /// <summary>All text so far; bytes are shown one to one.</summary>
    public string Text => _text.ToString();

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

    public Task TypeAsync(string text) => TypeAsync(Encoding.UTF8.GetBytes(text));

    public async Task TypeAsync(byte[] bytes)
    {
        await hub.InputAsync(_typed, bytes);
        _typed += bytes.Length;
    }

    /// <summary>Reads until the text since the last call holds the words; returns that text.</summary>
    public async Task<string> ExpectAsync(string words, TimeSpan? within = null)
    {
        using var timeout = new CancellationTokenSource(within ?? HubClient.Patience);
        int from = _text.Length;
        try
        {
            while (true)
            {
                string since = _text.ToString(from, _text.Length - from);
                if (since.Contains(words, StringComparison.Ordinal)) return since;
                if (!await ReadAsync(timeout.Token)) throw new Xunit.Sdk.XunitException($"The terminal ended without \"{words}\". It said:\n{since}");
            }
        }
        catch (OperationCanceledException)
        {
            throw new Xunit.Sdk.XunitException($"There was no \"{words}\" in time. It said:\n{_text.ToString(from, _text.Length - from)}");
        }
    }

    /// <summary>Reads to the end of the terminal and returns the Ended event.</summary>
    public async Task<Ended> ExpectEndAsync()
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        while (await ReadAsync(timeout.Token))
        {
        }
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

    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        _frames ??= await hub.OutputAsync(_offset);
        if (!await _frames.WaitToReadAsync(cancellation)) return false;
        while (_frames.TryRead(out var frame))
        {
            bool isScreen = hub.ScreenOf(frame.Bytes) is not null;
            if (frame.Offset != _offset && !isScreen) throw new Xunit.Sdk.XunitException($"Expected offset {_offset}, got {frame.Offset}.");
            _offset = frame.Offset + (isScreen ? 0 : frame.Bytes.Length);
            _text.Append(Encoding.Latin1.GetString(frame.Bytes));
            await hub.AcknowledgeAsync(_offset);
        }
        return true;
    }
}
