using System.Security.Cryptography;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Policies;
using Gateway.Access.Sharing;
using Gateway.Credentials;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;
using Gateway.Web.Devices;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>What is said of a device that depends on the caller and on the day.</summary>
public sealed class DeviceRowsTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ManualTime _time = new();
    private readonly RecordShelf _shelf;

    public DeviceRowsTests() => _shelf = new RecordShelf(_scratch.PathOf("records.db"), _time);

    [Fact]
    public async Task What_is_kept_for_a_device_and_what_is_ones_own_are_told_apart()
    {
        byte[] master = RandomNumberGenerator.GetBytes(MasterKey.Length);
        var options = new CredentialOptions { Folder = _scratch.Folder, Program = "/bin/false", MasterKey = () => [.. master] };
        using var vault = new VaultSecrets(options, _time);
        var store = new CredentialStore(_shelf.Records, options, vault, _time);
        var (alice, bob) = (Of("alice"), Of("bob"));
        await store.WriteAsync(new Credential { Id = "a", Name = "hers", Owner = alice.Person!.Id, Devices = ["*"] }, Secret.From("x"));
        await store.WriteAsync(new Credential { Id = "b", Name = "edge", Devices = ["edge*"] }, Secret.From("x"));
        using var delivery = Delivery(store, options);
        await delivery.RefreshAsync();
        Device core = new() { Name = "core1", Ssh = 6022 }, edge = new() { Name = "edge1", Ssh = 6023 };
        var rows = Rows(delivery, core, edge);
        Assert.Equal([(false, true), (true, true)], Kept(alice));
        Assert.Equal([(false, false), (true, false)], Kept(bob));

        IEnumerable<(bool, bool)> Kept(Caller caller) => new[] { core, edge }.Select(device => rows.Of(caller, device)!).Select(row => (row.KeptForDevice, row.KeptByMe));
    }

    [Fact]
    public void Old_algorithms_are_announced_until_their_last_day_is_over_everywhere()
    {
        var options = new CredentialOptions { Folder = _scratch.Folder, Program = "/bin/false" };
        using var vault = new VaultSecrets(options, _time);
        using var delivery = Delivery(new CredentialStore(_shelf.Records, options, vault, _time), options);
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        var old = new Device { Name = "old", Ssh = 6022, Legacy = new LegacyNeed(["ssh-rsa", "aes128-cbc"], "it is old", today) };
        var rows = Rows(delivery, old);
        _time.Advance(TimeSpan.FromHours(36) - TimeSpan.FromSeconds(1));
        Assert.Equal($"ssh-rsa, aes128-cbc until {today:yyyy-MM-dd}: it is old", rows.Of(Of("alice"), old)!.Legacy);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", rows.Of(Of("alice"), old)!.Legacy);
    }

    public void Dispose()
    {
        _shelf.Dispose();
        _scratch.Dispose();
    }

    private static Caller Of(string name) => Caller.Of(new SignIn
    {
        Id = "s", Person = SignedIn.Person(name), Since = DateTimeOffset.UnixEpoch, Expires = DateTimeOffset.MaxValue, Seen = DateTimeOffset.UnixEpoch, Address = "",
    }, "");

    private SignInDelivery Delivery(CredentialStore store, CredentialOptions options) =>
        new(store, options, new MethodCatalog(Catalogs.Options), new AuditLog(new AuditOptions { Node = "n" }, _time, NullLogger<AuditLog>.Instance), _shelf.Records, _time);

    private DeviceRows Rows(SignInDelivery delivery, params Device[] devices)
    {
        var inventory = new InventoryInForce(new DeviceInventory([.. devices]));
        var authorizer = new Authorizer(new SignInOptions(), new PolicyInForce(new Policy { Rules = [new PolicyRule { Name = "all" }] }), RecordingRights.Off, inventory, _time);
        var destinations = new Destinations(new MethodCatalog(Catalogs.Options), inventory, authorizer, new DestinationOptions(), new SharingOptions(), DialInWorld.NoDevices(_time), _time);
        return new DeviceRows(new DeviceWays(destinations, authorizer), delivery, _time);
    }
}
