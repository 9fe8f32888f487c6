using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>What is put on record about terminals, what never is, and what happens when it cannot be.</summary>
public sealed class RecordOfTerminalsTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task Every_step_is_on_record_with_its_rule_and_nothing_of_what_was_typed_shown_or_said()
    {
        await using var gateway = await world.StartAsync();
        var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var dave = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("dave"));
        Assert.NotNull((await dave.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal);
        await alice.TypeAsync("echo s3cret''word\r");
        await alice.ExpectAsync("s3cretword\r\n");
        await using (var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob")))
        {
            var asking = bob.RefusalAsync("AskToWatch", alice.Terminal.Id);
            string question = (await alice.ExpectEventAsync("WatchAsked"))[0].GetProperty("id").GetString()!;
            await alice.Hub.InvokeAsync("AnswerWatch", question, true);
            Assert.Null(await asking);
            Assert.NotNull((await bob.WatchAsync(alice.Terminal.Id)).Terminal);
        }
        await using (var carol = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol")))
        {
            Assert.Null(await carol.RefusalAsync("SendMessage", alice.Terminal.Id, "a confidential word"));
            Assert.Null(await carol.RefusalAsync("EndTerminal", alice.Terminal.Id));
        }
        await alice.DisposeAsync();

        string[] expected =
        [
            "signedIn local:alice", "terminalOpened local:alice ops", "terminalJoined local:alice", "signedIn local:dave", "refused local:dave (no rule) policy",
            "watchAsked local:bob", "watchAnswered local:alice allowed", "terminalJoined local:bob watching", "terminalLeft local:bob watching",
            "messageSent local:carol", "terminalEndOrdered local:carol", "terminalEnded local:alice ops ordered", "terminalLeft local:alice",
        ];
        await Wait.UntilAsync(() => expected.All(Read(gateway).Contains), () => $"all of it; there is\n{string.Join('\n', Read(gateway))}");
        string written = File.ReadAllText(Path.Combine(gateway.DataFolder, "audit", "audit.jsonl"));
        foreach (string secret in new[] { "s3cret", "confidential", TestPeople.Password }) Assert.DoesNotContain(secret, written + gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_nothing_can_be_put_on_record_no_terminal_is_opened_and_those_that_run_go_on()
    {
        using var scratch = new Scratch();
        string folder = scratch.PathOf("audit"), file = Path.Combine(folder, "audit.jsonl");
        await using var gateway = await world.StartAsync(settings => settings["audit"] = new JsonObject { ["file"] = file });
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, ""); // a file stands where the folder was
        await using var second = await HubClient.ConnectAsync(gateway.Address, cookies);
        await Wait.UntilAsync(() => !gateway.Services.GetRequiredService<AuditLog>().IsWell, "the record to fail");
        Assert.Equal("The gateway cannot keep its record at the moment", (await second.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal!.Title);
        await page.TypeAsync("echo sti''ll\r");
        await page.ExpectAsync("still");
        Assert.Equal(1, gateway.Terminals.RunningCount);
        File.Delete(folder);
        await Wait.UntilAsync(() => gateway.Services.GetRequiredService<AuditLog>().IsWell, "the record to be back");
        Assert.NotNull((await second.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Terminal);
    }

    [Fact]
    public async Task Who_wants_to_goes_on_without_a_record()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.PathOf("audit"));
        File.CreateSymbolicLink(scratch.PathOf("audit/audit.jsonl"), "/dev/full");
        await using var gateway = await world.StartAsync(settings => settings["audit"] = new JsonObject { ["file"] = scratch.PathOf("audit/audit.jsonl"), ["onFailure"] = "continue" });
        await using var page = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        Assert.False(gateway.Services.GetRequiredService<AuditLog>().IsWell);
    }

    private static HashSet<string> Read(TestGateway gateway)
    {
        string file = Path.Combine(gateway.DataFolder, "audit", "audit.jsonl");
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => string.Join(' ', new[] { "event", "person", "rule", "reason" }.Where(name => line.TryGetProperty(name, out _)).Select(name => line.GetProperty(name).GetString())))];
    }
}
