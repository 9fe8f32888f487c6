using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>No file takes the gateway's time or memory, whatever stands in it.</summary>
public sealed class InventoryBoundTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "'", "\n", "\r\n", "  ", "- ", "# x\n", "// x\n", "/*", "*/", "&a", "*a", "<<", "!t", "|", ">", "---", "...", "%YAML 1.2", "? ", "\t", ";",
        "\"devices\"", "devices", "\"name\"", "name", "ssh", "6022", "properties", "true", "null", "~", "\\ud800", "\\u0000", "\uFEFF", "é", "😀", "\0", "name,ssh\n", "a,b",
    ];

    [Theory]
    [InlineData("a.json")]
    [InlineData("a.yaml")]
    [InlineData("a.csv")]
    public void Whatever_a_file_holds_it_is_read_or_refused_with_words(string name)
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            var reading = Inventories.Read(name, text);
            return reading.Inventory is not null == (reading.Faults.Count == 0) && reading.Faults.All(fault => fault.File == name && fault.Problem.Length > 0 && !fault.Words.Any(char.IsControl));
        }).VerboseOrThrow(2_000);
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            Assert.NotNull(InventoryReader.Read([new InventoryFile(name, bytes)], Inventories.Rules));
        }
    }

    [Theory]
    [InlineData("a.json", "[", "{\"a\":")]
    [InlineData("a.yaml", "[", "{a: ")]
    public void Depth_is_bounded(string name, params string[] openings)
    {
        foreach (string opening in openings)
        {
            var fault = Assert.Single(Inventories.Read(name, string.Concat(Enumerable.Repeat(opening, 200_000))).Faults);
            Assert.Contains("nested deeper than 16 levels", fault.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_where_the_first_is_used()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 30; level++) text.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        var fault = Assert.Single(Inventories.Read("a.yaml", text.ToString()).Faults);

        Assert.Equal(("a.yaml:2", "refers to another value by *"), (fault.Place, fault.Problem));
    }

    [Fact]
    public void Numbers_and_lengths_are_bounded()
    {
        Assert.Equal("is more than 20,000 devices", Assert.Single(Inventories.Read("a.json", Many(InventoryReader.MostDevices + 1)).Faults).Problem);
        Assert.Equal("is longer than 128 characters", Inventories.Fault($"\"vendor\": \"{new string('x', 129)}\"").Problem);
        Assert.Equal("has more than 64 keys", Inventories.Fault($"\"properties\": {{ {string.Join(", ", Enumerable.Range(0, 65).Select(i => $"\"p{i}\": \"x\""))} }}").Problem);
        var many = Inventories.Read("a.json", $"{{ \"devices\": [ {string.Join(", ", Enumerable.Repeat("5", 5_000))} ] }}");
        Assert.Equal((InventoryReader.MostFaults, true), (many.Faults.Count, many.HasMoreFaults));
        Assert.InRange(Inventories.Fault($"\"ssh\": \"{new string('x', 5_000)}\"").Value!.Length, 1, 80);
    }

    [Fact]
    public void Ten_thousand_devices_take_about_ten_times_as_long_as_a_thousand()
    {
        string few = Many(1_000), many = Many(10_000);
        Read(few);
        var (less, more) = (Read(few), Read(many));
        // A quadratic reader would take a hundred times as long.
        Assert.True(more < 60 * less + TimeSpan.FromSeconds(1), $"{less} and {more}");

        static TimeSpan Read(string text)
        {
            var begun = ProcessorTime.OfThisThread();
            Inventories.Good(Inventories.Read("a.json", text));
            return ProcessorTime.OfThisThread() - begun;
        }
    }

    [Fact]
    public void What_was_written_is_read_as_it_was()
    {
        var words = Gen.Elements("a", "é\"", "\\", "b c", "😀", "<x>", "'", "#", "1", "null").ListOf().Select(list => string.Concat(list.Take(10)));
        var devices = from text in words
                      from port in Gen.Choose(6000, 9999)
                      from flags in Gen.Choose(0, 15)
                      from enter in Gen.Elements(Enum.GetValues<EnterKey>())
                      select new Device
                      {
                          Name = "a", Description = text, Ssh = port, Groups = text.Trim().Length > 0 ? [text] : [], NameIsAddress = (flags & 1) > 0, Via = (flags & 2) > 0 ? Via.Direct : Via.Jump,
                          Longitude = port / 100.0, Latitude = -port / 1000.0, Defaults = new ConnectDefaults { Automatic = (flags & 4) > 0, Credentials = (flags & 8) > 0 ? CredentialChoice.Mine : CredentialChoice.Device },
                          Terminal = new TerminalTraits { Enter = enter, LocalEcho = (flags & 4) > 0, LineDelay = TimeSpan.FromMilliseconds(port) },
                      };
        Prop.ForAll(devices.ToArbitrary(), device =>
        {
            string written = Inventories.Content(new DeviceInventory([device]));
            return Inventories.Content(Inventories.Good(Inventories.Read("a.json", written))) == written;
        }).VerboseOrThrow(300);
    }

    [Fact]
    public void A_folder_is_read_as_one_and_has_bounds()
    {
        using var scratch = new Scratch();
        scratch.Write("inventory/b.yaml", "devices: [{name: b, ssh: 6023}]");
        scratch.Write("inventory/a.json", """{ "devices": [ { "name": "a", "ssh": 6022 } ] }""");
        scratch.Write("inventory/.c.json", "{ broken");
        scratch.Write("inventory/readme.txt", "broken");
        scratch.Write("inventory/old/d.json", "{ broken");
        string folder = scratch.PathOf("inventory");

        Assert.Equal(["a", "b"], Inventories.Good(InventoryFolder.Load(folder, Inventories.Rules)).Devices.Select(device => device.Name));
        string stamp = InventoryFolder.Stamp(folder);
        scratch.Write("inventory/e.csv", "name\ne\n");
        Assert.NotEqual(stamp, InventoryFolder.Stamp(folder));
        using (var large = new FileStream(scratch.PathOf("inventory/f.json"), FileMode.Create)) large.SetLength(InventoryFolder.LargestSize);
        Assert.EndsWith("is larger than 32 MiB.", InventoryFolder.Load(folder, Inventories.Rules).Unread, StringComparison.Ordinal);
        Assert.Contains("does not end in .json", InventoryFolder.Load(scratch.PathOf("inventory/readme.txt"), Inventories.Rules).Unread, StringComparison.Ordinal);
        Assert.Contains("there is no such file or folder", InventoryFolder.Load(scratch.PathOf("nothing.json"), Inventories.Rules).Unread, StringComparison.Ordinal);
    }

    private static string Many(int devices) => $"{{ \"devices\": [ {string.Join(",\n", Enumerable.Range(0, devices).Select(i =>
        $$"""{ "name": "sw-{{i}}", "description": "Switch {{i}}", "vendor": "V", "site": "S{{i % 50}}", "groups": ["g{{i % 7}}"], "properties": { "rack": "R{{i}}" }, "ip": "10.{{i / 65536}}.{{i / 256 % 256}}.{{i % 256}}" }"""))} ] }}";
}
