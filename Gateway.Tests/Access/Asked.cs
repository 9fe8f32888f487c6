using System.Globalization;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;

namespace Gateway.Tests.Access;

/// <summary>People, links and rules to ask the policy about.</summary>
internal static class Asked
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly MethodCatalog Catalog = new(Catalogs.Options);

    public static Person Alice(params string[] groups) => new(SignInWay.Local, "alice", "Alice", groups);

    public static Caller AliceCalling() => Caller.Of(new SignIn { Id = "1", Person = Alice(), Since = Noon, Expires = Noon.AddHours(1) }, "");

    public static RemoteRequest Link(string method = "ssh", string user = "admin", int port = 6022) =>
        Catalog.Read(method, user, port.ToString(CultureInfo.InvariantCulture), out var request) == LinkVerdict.Allowed ? request! : throw new ArgumentException($"{method} {user} {port}");

    public static Authorizer Authorizer(params PolicyRule[] rules) => Authorizer(new Policy { Rules = [.. rules] });

    public static Authorizer Authorizer(Policy policy, RecordingRights? recordings = null, DeviceInventory? inventory = null) => new(new SignInOptions { PeopleFile = "/people" }, new PolicyInForce(policy), recordings ?? RecordingRights.Off, new InventoryInForce(inventory ?? DeviceInventory.Empty), new ManualTime());

    public static AccessDecision Explain(Person person, RemoteRequest link, params PolicyRule[] rules) => Authorizer(rules).Explain(person, link, Noon);
}
