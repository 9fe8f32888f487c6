using Gateway.Inventory;
using Gateway.Tests.Configuration;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>The three languages say the same, and everything that is wrong is told with its line.</summary>
public sealed class InventoryReaderTests
{
    private const string Json = """
        { // a comment
          "devices": [
            { "name": "sw-1", "description": "Core, hall \"A\"", "vendor": "Arista", "model": "3850", "os": "no", "site": "Brussels", "longitude": 4.35, "latitude": 50.85,
              "groups": ["core", "all"], "properties": { "rack": "A1", "asset.tag": "0042" }, "ssh": 6022, "telnet": 7023, "ip": "10.0.0.9", "addresses": { "Console 1": "con-1.example" }, "via": "direct", "sshPort": 2222,
              "defaults": { "user": "admin", "protocol": "ssh", "use": "Console 1", "automatic": true, "credentials": "mine", "oneClient": true, "share": true }, "hostKeys": "strict",
              "legacy": { "algorithms": ["ssh-rsa", "3des-cbc"], "reason": "old", "until": "2031-01-31" },
              "terminal": { "enter": "crlf", "backspace": "bs", "localEcho": true, "encoding": "koi8-r", "type": "vt100", "signals": true, "lineDelay": 200, "waitFor": "#", "userPrompt": "login:", "passwordPrompt": "Password:" }, },
          ],
        }
        """;

    private const string Yaml = """
        # a comment
        devices:
          - name: sw-1
            description: 'Core, hall "A"'
            vendor: Arista
            model: 3850
            os: no
            site: Brussels
            longitude: 4.35
            latitude: 50.85
            groups: [core, all]
            properties: {rack: A1, asset.tag: "0042"}
            ssh: 6022
            telnet: 7023
            ip: 10.0.0.9
            addresses:
              Console 1: con-1.example
            via: direct
            sshPort: 2222
            defaults: {user: admin, protocol: ssh, use: Console 1, automatic: true, credentials: mine, oneClient: true, share: true}
            hostKeys: strict
            legacy: {algorithms: [ssh-rsa, 3des-cbc], reason: old, until: 2031-01-31}
            terminal: {enter: crlf, backspace: bs, localEcho: true, encoding: koi8-r, type: vt100, signals: true, lineDelay: 200, waitFor: "#", userPrompt: "login:", passwordPrompt: "Password:"}
        """;

    private const string Csv = "name,description,vendor,model,os,site,longitude,latitude,groups,properties.rack,properties.asset.tag,ssh,telnet,ip,addresses.Console 1,via,sshPort,defaults.user,defaults.protocol,defaults.use,defaults.automatic,defaults.credentials,defaults.oneClient,defaults.share,hostKeys,legacy.algorithms,legacy.reason,legacy.until,terminal.enter,terminal.backspace,terminal.localEcho,terminal.encoding,terminal.type,terminal.signals,terminal.lineDelay,terminal.waitFor,terminal.userPrompt,terminal.passwordPrompt\r\n"
        + "sw-1,\"Core, hall \"\"A\"\"\",Arista,3850,no,Brussels,4.35,50.85,core; all,A1,0042,6022,7023,10.0.0.9,con-1.example,direct,2222,admin,ssh,Console 1,true,mine,TRUE,true,strict,ssh-rsa;3des-cbc,old,2031-01-31,crlf,bs,true,koi8-r,vt100,true,200,#,login:,Password:\r\n";

    [Theory]
    [InlineData("a.yaml", Yaml)]
    [InlineData("a.YML", Yaml)]
    [InlineData("a.csv", Csv)]
    public void The_same_devices_can_be_written_in_three_languages(string name, string text)
    {
        var json = Inventories.Good(Inventories.Read("a.json", Json));

        Assert.Equal(Inventories.Content(json), Inventories.Content(Inventories.Good(Inventories.Read(name, text))));
        var device = Assert.Single(json.Devices);
        Assert.Equal(("Core, hall \"A\"", "3850", "no", "0042", TimeSpan.FromMilliseconds(200)), (device.Description, device.Model, device.Os, device.Properties["asset.tag"], device.Terminal.LineDelay));
        Assert.Equal(["port ssh", "port telnet", "ip ssh", "ip telnet", "Console 1 ssh", "Console 1 telnet"], device.Ways().Select(way => $"{way.Use} {way.Protocol}"));
        Assert.Same(device, json.FindByPort("telnet", 7023));
    }

    [Fact]
    public void The_sample_is_a_good_inventory_with_two_sites()
    {
        var inventory = Inventories.Good(Inventories.Read("inventory.sample.json", File.ReadAllText(Repository.File("config/inventory.sample.json"))));

        Assert.Equal((4, 2), (inventory.Devices.Length, inventory.Sites.Length));
        Assert.Equal(Inventories.Content(inventory), Inventories.Content(Inventories.Good(Inventories.Read("b.json", Inventories.Content(inventory)))));
    }

    [Theory]
    [InlineData("\"ssh\": 22", "ssh", "22", "is not an allowed port of the domain")]
    [InlineData("\"ssh\": 0", "ssh", "0", "is not a port")]
    [InlineData("\"ssh\": \"6022\"", "ssh", "\"6022\"", "is not a port")]
    [InlineData("\"ssh\": 6022.0", "ssh", "6022.0", "is not a port")]
    [InlineData("\"ssh\": 6022, \"telnet\": 6022", "telnet", "6022", "is the port of its ssh too")]
    [InlineData("\"shh\": 6022", "shh", null, "is not a key of the inventory")]
    [InlineData("\"vendor\": 5", "vendor", "5", "is not text")]
    [InlineData("\"vendor\": \"a\\u001bb\"", "vendor", "\"a\uFFFDb\"", "holds control characters or line breaks")]
    [InlineData("\"vendor\": \"a\\u202eb\"", "vendor", "\"a\uFFFDb\"", "holds characters that hide or turn text round")]
    [InlineData("\"vendor\": \"x\", \"vendor\": \"y\"", "vendor", null, "is written twice")]
    [InlineData("\"longitude\": 181, \"latitude\": 5", "longitude", "181", "is not a number in range")]
    [InlineData("\"longitude\": 18", "latitude", null, "is missing, but longitude is there")]
    [InlineData("\"groups\": \"core\"", "groups", "\"core\"", "is not a list")]
    [InlineData("\"groups\": [5]", "groups", "5", "is not the name of a group")]
    [InlineData("\"properties\": []", "properties", "[ … ]", "is not a group of keys")]
    [InlineData("\"properties\": { \"a\": {} }", "properties.a", "{ … }", "is not text")]
    [InlineData("\"properties\": { \"a\": \"1\", \"a\": \"2\" }", "properties.a", "null", "is written twice")]
    [InlineData("\"nameIsAddress\": \"true\"", "nameIsAddress", "\"true\"", "is neither true nor false")]
    [InlineData("\"addresses\": { \"ip\": \"10.0.0.1\" }", "addresses.ip", "null", "is not a name for an address")]
    [InlineData("\"via\": \"Direct\"", "via", "\"Direct\"", "is none of the choices")]
    [InlineData("\"ip\": \"router.example\"", "ip", "\"router.example\"", "is not an IP address")]
    [InlineData("\"ip\": \"10.0.0.1\", \"telnetPort\": 23", "telnetPort", "23", "is set, but its own addresses are reached through the domain, by ssh only")]
    [InlineData("\"ip\": \"10.0.0.1\", \"defaults\": { \"protocol\": \"telnet\" }", "defaults.protocol", "\"telnet\"", "is not spoken there")]
    [InlineData("\"ssh\": 6022, \"defaults\": { \"use\": \"ip\" }", "defaults.use", "\"ip\"", "is no way to this device")]
    [InlineData("\"defaults\": { \"user\": \"-l\" }", "defaults.user", "\"-l\"", "is not a remote user")]
    [InlineData("\"defaults\": { \"credential\": \"mine\" }", "defaults.credential", null, "is not a key of the inventory")]
    [InlineData("\"defaults\": 5", "defaults", "5", "is not a group of keys")]
    [InlineData("\"hostKeys\": \"bypass\"", "hostKeys", "\"bypass\"", "is none of the choices")]
    [InlineData("\"legacy\": { \"algorithms\": [\"none\"], \"reason\": \"x\", \"until\": \"2031-01-01\" }", "legacy.algorithms", "\"none\"", "is none of the old algorithms that can be allowed")]
    [InlineData("\"legacy\": { \"algorithms\": [\"ssh-rsa\"], \"until\": \"2031-01-01\" }", "legacy.reason", null, "is missing")]
    [InlineData("\"legacy\": { \"algorithms\": [\"ssh-rsa\"], \"reason\": \"x\" }", "legacy.until", null, "is missing")]
    [InlineData("\"legacy\": { \"algorithms\": [\"ssh-rsa\"], \"reason\": \"x\", \"until\": \"2031-02-30\" }", "legacy.until", "\"2031-02-30\"", "is not a day")]
    [InlineData("\"legacy\": { \"algorithms\": [], \"reason\": \"x\", \"until\": \"2031-01-01\" }", "legacy.algorithms", null, "names none")]
    [InlineData("\"terminal\": { \"encoding\": \"utf-7\" }", "terminal.encoding", "\"utf-7\"", "is not a known character set")]
    [InlineData("\"terminal\": { \"type\": \"vt100;id\" }", "terminal.type", "\"vt100;id\"", "is not a terminal type")]
    [InlineData("\"terminal\": { \"lineDelay\": 10001 }", "terminal.lineDelay", "10001", "is not a pause in milliseconds")]
    public void A_fault_has_file_line_key_value_and_repair(string keys, string key, string? value, string problem)
    {
        var fault = Inventories.Fault(keys);

        Assert.Equal(("a.json", 2, $"devices[0].{key}", value == "null" ? null : value, problem), (fault.File, fault.Line, fault.Key, fault.Value == "null" ? null : fault.Value, fault.Problem));
        Assert.NotEmpty(fault.Repair);
    }

    [Theory]
    [InlineData("{ \"devices\": [ { \"vendro\": \"x\" } ] }", "Did you mean \"vendor\"?")]
    [InlineData("{ \"device\": [] }", "Did you mean \"devices\"?")]
    [InlineData("{ \"devices\": [ { \"name\": \"a\", \"terminal\": { \"local_echo\": true } } ] }", "Did you mean \"localEcho\"?")]
    public void An_unknown_key_is_a_fault_that_names_what_was_meant(string text, string repair) => Assert.Contains(Inventories.Read("a.json", text).Faults, fault => fault.Repair == repair);

    [Fact]
    public void All_faults_of_all_files_are_told_at_once()
    {
        var reading = InventoryReader.Read(
            [
                Inventories.File("a.yaml", "devices:\n  - name: sw-1\n    ssh: 6022\n  - name: bad name\n    shh: 1\n"),
                Inventories.File("b.csv", "name,ssh,description\nSW-1,6023,\"two\n\nlines\"\nsw-2,6022,\nsw-3,x,\n"),
                Inventories.File("c.json", "{ \"devices\": [\n\n 5 ], \"sites\": [ { \"name\": \"A\" }, { \"name\": \"A\", \"latitude\": 91 } ] }"),
                Inventories.File("d.json", "{ \"devices\": [ "),
            ], Inventories.Rules);

        Assert.Null(reading.Inventory);
        Assert.Equal(
            [
                "a.yaml:4: devices[1].name is not a name for a device",
                "a.yaml:5: devices[1].shh is not a key of the inventory",
                "b.csv:2: description holds control characters or line breaks",
                "b.csv:2: name is the name of another device, in a.yaml:2",
                "b.csv:5: ssh is the port of sw-1 too, in a.yaml:2",
                "b.csv:6: ssh is not a port",
                "c.json:3: devices[0] is not a device",
                "c.json:3: sites[1].latitude is not a number in range",
                "c.json:3: sites[1].name is the name of another site",
            ], reading.Faults.Where(fault => fault.File != "d.json").Select(fault => fault.Words).Order(StringComparer.Ordinal));
        Assert.StartsWith("cannot be read", Assert.Single(reading.Faults, fault => fault.File == "d.json").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_over_or_leads_nowhere_is_a_warning()
    {
        var reading = InventoryReader.Read([Inventories.File("a.json", """
            { "devices": [
              { "name": "old", "ssh": 6022, "legacy": { "algorithms": ["ssh-rsa"], "reason": "x", "until": "2029-12-31" } },
              { "name": "today", "ssh": 6023, "legacy": { "algorithms": ["ssh-rsa"], "reason": "x", "until": "2030-01-01" } },
              { "name": "lost" }, { "name": "inside", "ip": "10.0.0.1" } ] }
            """)], Inventories.Rules with { HasJumpHost = false });

        Assert.Equal(4, Inventories.Good(reading).Devices.Length);
        Assert.Equal(
            [
                "Nothing leads to lost: neither a port of the domain nor an address.",
                "Addresses of inside are reached through the domain, but inventory.jump in gateway.json does not say how to sign in there.",
                "Old algorithms are no longer allowed for old: the last day is over.",
            ], reading.Warnings);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00:ec2::254")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("localhost")]
    [InlineData("a.LocalHost")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("user@host")]
    [InlineData("host name")]
    [InlineData("host;id")]
    [InlineData("http://host")]
    [InlineData("[fd00::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("a..b")]
    [InlineData("")]
    public void What_must_not_be_a_devices_address_is_none(string address)
    {
        Assert.NotNull(HostAddress.ProblemOf(address));
        Assert.StartsWith("devices[0].addresses.A", Inventories.Fault($"\"addresses\": {{ \"A\": \"{address}\" }}").Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("fd00::5")]
    [InlineData("2001:db8::5")]
    [InlineData("sw-1.example")]
    [InlineData("console_7")]
    public void An_own_address_is_a_way_through_the_domain_or_straight(string address)
    {
        Assert.Null(HostAddress.ProblemOf(address));
        Assert.Equal(new Way("A", "ssh", address, 22), Assert.Single(Inventories.Device($"\"addresses\": {{ \"A\": \"{address}\" }}").Ways()));
        Assert.Equal(new Way("A", "ssh", address, 2022), Assert.Single(Inventories.Device($"\"addresses\": {{ \"A\": \"{address}\" }}, \"via\": \"direct\", \"sshPort\": 2022, \"telnetPort\": 0").Ways()));
    }
}
