using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>A change of the file is taken in while the gateway runs, or kept out and said.</summary>
public sealed class ReloadingTests : IAsyncLifetime
{
    private const string Refusal = "IS NOT TAKEN IN";

    private readonly ManualTime _time = new();
    private TestGateway _gateway = null!;

    private string FilePath => Path.Combine(_gateway.Folder, "gateway.json");

    private PolicyInForce Policy => _gateway.Services.GetRequiredService<PolicyInForce>();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync([6022], change: file => SignIn(file, "first"), time: _time);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_valid_change_is_in_force_with_its_rights()
    {
        Assert.Equal(AccessDenial.None, Ask());
        var first = Policy.Current;
        Write(file => file["policy"]![0]!["may"] = "nothing");
        await LookAsync(() => Policy.Current != first);

        Assert.Equal(AccessDenial.Policy, Ask());
        await LoggedAsync("The changed policy of");
        Write(file => file["administrators"] = new JsonObject { ["people"] = new JsonArray("alice") });
        await LookAsync(() => _gateway.Services.GetRequiredService<Authorizer>().IsAdministrator(Asked.Alice()));
    }

    [Fact]
    public async Task What_is_the_same_in_other_words_changes_nothing()
    {
        var first = Policy.Current;
        File.WriteAllText(FilePath, "// a comment\n" + File.ReadAllText(FilePath));
        await LookAsync(() => ReferenceEquals(Policy.Current, first), looks: 2);
        Write(file => file["policy"]![0]!["name"] = "second");
        await LookAsync(() => Rule() == "second");
    }

    [Fact]
    public async Task An_invalid_change_is_kept_out_and_said_everywhere_until_it_is_repaired()
    {
        string good = File.ReadAllText(FilePath);
        Write(file => file["policy"]![0]!["ports"] = new JsonArray(0));
        await LookAsync(() => Policy.Refused is not null, looks: 2);

        Assert.Equal("policy[0].ports[0] (line 1) is neither a port nor a range of ports", Policy.Refused);
        Assert.Equal(("first", AccessDenial.None), (Rule(), Ask()));
        await LoggedAsync(Refusal);
        Assert.Contains("policy[0].ports[0]", _gateway.Log, StringComparison.Ordinal);
        using var browser = _gateway.Browser();
        Assert.Equal("""{"status":"degraded","degraded":["policy"]}""", await browser.GetStringAsync(new Uri("health", UriKind.Relative)));
        using var operations = Operator.Client(_gateway.DataFolder);
        Assert.Contains("policy[0].ports[0] (line 1)", await operations.GetStringAsync(new Uri("health", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("policy[0].ports[0] (line 1)", await operations.GetStringAsync(new Uri("status", UriKind.Relative)), StringComparison.Ordinal);

        File.WriteAllText(FilePath, good);
        await LookAsync(() => Policy.Refused is null);
        Assert.Equal("""{"status":"ok","degraded":[]}""", await browser.GetStringAsync(new Uri("health", UriKind.Relative)));
        await LoggedAsync("was read again: its policy is the one in force");
        Assert.Single(_gateway.Log.Split('\n'), line => line.Contains(Refusal, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_half_written_or_missing_for_a_moment_is_not_judged()
    {
        string next = File.ReadAllText(FilePath).Replace("\"first\"", "\"second\"", StringComparison.Ordinal);
        File.WriteAllText(FilePath, next[..(next.Length / 2)]);
        await LookAsync(() => true);
        File.WriteAllText(FilePath, next[..(next.Length * 3 / 4)]);
        await LookAsync(() => true);
        File.Delete(FilePath);
        await LookAsync(() => true);
        File.WriteAllText(FilePath, next);
        await LookAsync(() => Rule() == "second");

        await LoggedAsync("The changed policy of");
        Assert.DoesNotContain(Refusal, _gateway.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"domain\": \"127.0.0.1\", \"policy\": [")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_stays_so_is_said(string? content)
    {
        if (content is null) File.Delete(FilePath);
        else File.WriteAllText(FilePath, content);
        await LookAsync(() => Policy.Refused is not null, looks: 2);

        Assert.Equal(("first", AccessDenial.None), (Rule(), Ask()));
        await LoggedAsync(Refusal);
    }

    [Fact]
    public async Task A_file_may_be_renamed_over_and_be_a_link_whose_folder_is_swapped()
    {
        string first = File.ReadAllText(FilePath);
        File.WriteAllText(FilePath + ".new", first.Replace("\"first\"", "\"renamed\"", StringComparison.Ordinal));
        File.Move(FilePath + ".new", FilePath, overwrite: true);
        await LookAsync(() => Rule() == "renamed");

        // As Kubernetes mounts a ConfigMap: the file is a link through ..data, which is moved as a whole.
        foreach (string version in (string[])["linked", "swapped"])
        {
            Directory.CreateDirectory(Path.Combine(_gateway.Folder, version));
            File.WriteAllText(Path.Combine(_gateway.Folder, version, "gateway.json"), first.Replace("\"first\"", $"\"{version}\"", StringComparison.Ordinal));
            File.CreateSymbolicLink(Path.Combine(_gateway.Folder, "..data_tmp"), version);
            Assert.Equal(0, (await Tool.RunAsync("mv", ["-T", "..data_tmp", "..data"], _gateway.Folder)).ExitCode);
            if (version == "linked")
            {
                File.CreateSymbolicLink(FilePath + ".new", "..data/gateway.json");
                File.Move(FilePath + ".new", FilePath, overwrite: true);
            }
            await LookAsync(() => Rule() == version);
        }
    }

    [Fact]
    public async Task Other_settings_wait_for_a_restart_and_are_named()
    {
        Write(file =>
        {
            file["limits"]!["terminalsPerVisitor"] = 3;
            file["ports"] = new JsonArray(6022, 6023);
            file["policy"]![0]!["name"] = "second";
        });
        await LookAsync(() => Rule() == "second");

        await LoggedAsync("\"Settings\":\"ports, limits\"");
    }

    [Fact]
    public async Task The_policy_of_a_file_without_sign_in_waits_for_the_restart_that_makes_it_so()
    {
        Write(file =>
        {
            file.Remove("signIn");
            file.Remove("policy");
        });
        await LookAsync(() => true);

        await LoggedAsync("\"Settings\":\"signIn, policy\"");
        Assert.Equal(("first", AccessDenial.None), (Rule(), Ask()));
    }

    [Fact]
    public async Task A_warning_about_a_new_rule_is_said()
    {
        Write(file => file["policy"]!.AsArray().Add(JsonNode.Parse("""{ "name": "late", "ports": [6022] }""")));
        await LookAsync(() => Policy.Current.Rules.Length == 2);

        await LoggedAsync("can never decide");
    }

    /// <summary>A sign-in that needs no files, and one rule.</summary>
    internal static void SignIn(JsonObject file, string rule)
    {
        file["signIn"] = new JsonObject { ["proxy"] = new JsonObject { ["from"] = new JsonArray("127.0.0.2") } };
        file["policy"] = new JsonArray(new JsonObject { ["name"] = rule });
    }

    private AccessDenial Ask() => _gateway.Services.GetRequiredService<Authorizer>().Explain(Asked.Alice(), Asked.Link(), Asked.Noon).Denial;

    private string Rule() => Policy.Current.Rules[0].Name;

    private void Write(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(FilePath), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        change(file);
        File.WriteAllText(FilePath, file.ToJsonString());
    }

    private async Task LookAsync(Func<bool> until, int looks = 1)
    {
        for (int look = 0; look < looks; look++)
        {
            int done = Reloading().Looks;
            _time.Advance(Gateway.Reloading.Pause);
            await Wait.UntilAsync(() => Reloading().Looks > done, "a look at the file");
        }
        Assert.True(until());
    }

    private Reloading Reloading() => _gateway.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Reloading>().Single();

    private Task LoggedAsync(string words) => Wait.UntilAsync(() => _gateway.Log.Contains(words, StringComparison.Ordinal), () => $"'{words}' in\n{_gateway.Log}");
}
