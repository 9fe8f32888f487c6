using System.Security.Cryptography;
using System.Text;
using Gateway.Screens;
using Gateway.Tests.Harness;
using Gateway.Tests.Terminals;
using Gateway.Tests.Web;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Sharing;

/// <summary>What those who look on see, and what they cost whoever types.</summary>
public sealed class ViewerTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    [Fact]
    public async Task A_guest_who_joins_inside_a_full_screen_program_sees_its_screen_at_once_and_then_every_byte()
    {
        var cookies = await shared.Gateway.VisitAsync();
        await using var owner = await shared.Gateway.OpenAsync(cookies);
        await owner.ExpectAsync("$ ");
        // What a pager does: the other screen, a scroll region, a status line in colours, the cursor kept still.
        await owner.TypeAsync("printf '\\033[?1049h\\033[2J\\033[2;20r\\033[20;1H'; seq -f 'line %g ä漢' 200; printf '\\033[r\\033[24;1H\\033[7;38;5;208m-- mo''re --\\033[m\\033[3;7H'; read x; printf '\\033[?1049l'; echo clo''sed\r");
        await owner.ExpectAsync("-- more --\u001b[m\u001b[3;7H");
        await using var guest = await Page.VisitAsync(shared.Gateway.Address, await shared.Gateway.VisitAsync(), owner.Terminal.Id, (await owner.InviteAsync("watch")).Secret);
        await guest.ExpectAsync("more"); // nothing was put out since
        var (his, own) = (new Screen(80, 24), new Screen(80, 24));
        his.Feed(Encoding.Latin1.GetBytes(guest.Text));
        own.Feed(Encoding.Latin1.GetBytes(owner.Text));
        Assert.True(own.IsAlternate);
        Assert.Contains("line 200 ä漢", own.Shown(), StringComparison.Ordinal);
        Assert.Equal(own.Shown(), his.Shown());

        int before = owner.Text.Length, since = guest.Text.Length;
        await owner.TypeAsync("\r");
        await owner.ExpectAsync("closed\r\n$ ");
        await guest.ExpectAsync("closed\r\n$ ");
        Assert.Equal(owner.Text[before..], guest.Text[since..]);
    }

    [Fact]
    public async Task One_stalled_guest_of_ten_costs_the_one_who_types_no_byte_and_is_shown_the_screen_in_the_end()
    {
        const int length = 64 * 1024 * 1024;
        using var data = new DataFile(length, 9);
        await using var server = await SshServer.StartAsync($"stty raw -echo; printf READY; head -c 1 >/dev/null; {data.Sending}; sleep 1000");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var owner = await Follower.OpenAsync(gateway, server);
        await owner.PassAsync("READY");
        string invitation = (await owner.Hub.InvokeAsync("Invite", new InvitationRequest("watch", null, 60))).GetProperty("invitation").GetProperty("secret").GetString()!;
        await using var stalled = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync(), terminal: owner.Terminal.Id);
        Assert.Equal("watch", (await stalled.JoinAsync(owner.Terminal.Id, invitation: invitation)).Terminal!.May);
        List<Onlooker> others = [];
        for (int i = 0; i < 9; i++) others.Add(await Onlooker.JoinAsync(gateway.Address, await gateway.VisitAsync(), owner.Terminal.Id, invitation));
        var frames = await stalled.OutputAsync(-1);
        long shown = (await frames.ReadAsync()).Offset;

        await owner.TypeAsync("x"u8.ToArray());
        await owner.PassAsync("START");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int received = 0; received < length;)
        {
            var bytes = (await owner.NextAsync())!.Value;
            int wanted = Math.Min(bytes.Length, length - received);
            hash.AppendData(bytes.Span[..wanted]);
            received += wanted;
        }
        Assert.Equal(DataFile.Hash(data.Bytes), Convert.ToHexStringLower(hash.GetHashAndReset()));

        // Not more than its window was sent to who acknowledged nothing.
        long end = gateway.Terminals.Get(owner.Terminal.Id)!.Log.End, most = shown + 384 * 1024;
        while (shown < most) shown += (await frames.ReadAsync().AsTask().WaitAsync(HubClient.Patience)).Bytes.Length;
        Assert.Equal(most, shown);
        await stalled.AcknowledgeAsync(shown);
        var screen = await frames.ReadAsync().AsTask().WaitAsync(HubClient.Patience);
        Assert.NotNull(stalled.ScreenOf(screen.Bytes));
        Assert.True(screen.Offset >= end - 64 * 1024, "The screen is an old one.");
        foreach (var other in others) await other.DisposeAsync();
    }
}
