using Gateway.Inventory;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>A running gateway takes in a changed inventory, and keeps out a faulty one.</summary>
public sealed class InventoryReloadingTests : IAsyncLifetime, IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Scratch _scratch = new();
    private TestGateway _gateway = null!;

    private string Folder => _scratch.PathOf("inventory");

    private InventoryInForce InForce => _gateway.Services.GetRequiredService<InventoryInForce>();

    public async Task InitializeAsync()
    {
        Write("a.json", """{ "devices": [ { "name": "first", "ssh": 6022 } ] }""");
        _gateway = await TestGateway.StartAsync([6022, 6023], change: file => file["inventory"] = new System.Text.Json.Nodes.JsonObject { ["path"] = Folder }, time: _time);
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_change_is_taken_in_a_faulty_one_is_refused_and_said_until_it_is_repaired()
    {
        int changes = 0;
        InForce.Changed += () => changes++;
        Assert.Equal("first", InForce.Current.FindByPort("ssh", 6022)?.Name);

        Write("b.csv", "name,ssh\nsecond,6023\n");
        await LookAsync(() => InForce.Current.Find("second") is not null);
        Assert.Equal(1, changes);

        Write("b.csv", "name,ssh\nthird,6024\n");
        await LookAsync(() => InForce.Refused is not null);
        Assert.Equal(("second", "b.csv:2: ssh is not an allowed port of the domain"), (InForce.Current.FindByPort("ssh", 6023)?.Name, InForce.Refused));
        await Wait.UntilAsync(() => _gateway.Log.Contains("IS NOT TAKEN IN", StringComparison.Ordinal) && _gateway.Log.Contains("b.csv:2: ssh is not an allowed port", StringComparison.Ordinal), () => _gateway.Log);
        using var browser = _gateway.Browser();
        Assert.Equal("""{"status":"degraded","degraded":["inventory"]}""", await browser.GetStringAsync(new Uri("health", UriKind.Relative)));
        using var operations = Operator.Client(_gateway.DataFolder);
        Assert.Contains("b.csv:2: ssh is not an allowed port", await operations.GetStringAsync(new Uri("health", UriKind.Relative)), StringComparison.Ordinal);

        Write("b.csv", "name,ssh\nfourth,6023\n");
        await LookAsync(() => InForce.Current.Find("fourth") is not null);
        Assert.Null(InForce.Refused);
        Directory.Delete(Folder, recursive: true);
        await LookAsync(() => InForce.Refused is not null);
        Assert.NotNull(InForce.Current.Find("fourth"));
    }

    [Fact]
    public async Task What_is_asked_for_is_read_also_where_a_look_waits_already_and_nothing_seems_changed()
    {
        var reloading = _gateway.Services.GetServices<IHostedService>().OfType<InventoryReloading>().Single();
        for (int look = 0; look < 100; look++) _time.Advance(InventoryReloading.Pause);
        reloading.Ask();
        await Wait.UntilAsync(() => _gateway.Log.Contains("it is the inventory in force", StringComparison.Ordinal), () => _gateway.Log);
    }

    // In one step, as who changes it should.
    private void Write(string name, string text)
    {
        string draft = _scratch.Write(name + ".draft", text);
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(draft, Path.Combine(Folder, name), overwrite: true);
    }

    private async Task LookAsync(Func<bool> until)
    {
        var reloading = _gateway.Services.GetServices<IHostedService>().OfType<InventoryReloading>().Single();
        // What is seen once may be half written; the second look takes it.
        for (int look = 0; look < 2; look++)
        {
            int done = reloading.Looks;
            _time.Advance(InventoryReloading.Pause);
            await Wait.UntilAsync(() => reloading.Looks > done, "a look at the inventory");
        }
        Assert.True(until());
    }
}
