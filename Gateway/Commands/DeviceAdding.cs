using System.CommandLine;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary><c>gateway device add</c>.</summary>
internal static class DeviceAdding
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var names = new Argument<string>("NAME") { Description = "The device's name, or a series of them: sop001..sop050." };
        var preferred = new Option<string>("--preferred") { Description = "Which of a pair the service port leads to while both are live.", HelpName = "master|clone", DefaultValueFactory = _ => "master" }.AcceptOnlyFromAmong("master", "clone");
        var key = DeviceKeyText.Option("--key", "Its public key: a .pub file, - for standard input, or the line itself. Without one: gateway device enrol NAME.");
        var cloneKey = DeviceKeyText.Option("--clone-key", "The same of the clone.");
        var token = new Option<bool>("--token") { Description = "Make a token for each, in place of a key. It is shown this once." };
        var passwords = new Option<bool>("--passwords") { Description = "People may sign in to its ssh with passwords; otherwise with keys only." };
        var ports = new DevicePorts();
        var command = new Command("add", """
            Announce a device that dials in, or a series of them: all or, if anything is wrong with one, none.
            Ports are ports of the domain. They have to be allowed ("ports" in gateway.json) and nobody else's.

            Examples:
              gateway device add sop001 --ssh 10001 --http 10101
              gateway device add sop001 --ssh 10001 --key sop001.pub
              gateway device add sop001..sop050 --ssh-from 10001 --http-from 10101
              gateway device add pbx --ssh 10001 --clone-ssh 10002 --service 10000 --preferred master
            """) { names };
        ports.AddTo(command);
        foreach (var option in new Option[] { preferred, key, cloneKey, token, passwords }) command.Add(option);
        return DeviceActing.Set(command, async (parsed, parts, console) =>
        {
            var series = DialInSeries.Names(parsed.GetRequiredValue(names));
            var (ownKey, otherKey) = (parsed.GetValue(key), parsed.GetValue(cloneKey));
            if (series.Count > 1 && (ownKey ?? otherKey) is not null) throw new DialInException("A key is of one device. Announce the series without, and enrol each: gateway device enrol NAME.");
            if (parsed.GetValue(token) && (ownKey ?? otherKey) is not null) throw new DialInException("--key and --token say two things.");
            var first = ports.Read(parsed, series[0], series.Count) with { Passwords = parsed.GetValue(passwords), Preferred = parsed.GetValue(preferred) == "clone" ? Member.Clone : Member.Master };
            var devices = DialInSeries.Of(Keyed(Keyed(first, Member.Master, ownKey), Member.Clone, otherKey), series);
            IReadOnlyList<DialInToken> tokens = [];
            if (parsed.GetValue(token)) (devices, tokens) = DialInToken.Give(devices);
            await parts.Keeping.AddAsync(null, devices);
            foreach (var device in devices) await console.Output.WriteLineAsync($"{device.Name} is announced: {DialInKeeping.PortWords(device)}.");
            foreach (var (name, which, secret) in tokens) await console.Output.WriteLineAsync($"Token of {name}{(which == Member.Clone ? " (clone)" : "")}, shown this once: {secret}");
            if (devices is [var one] && one.Members().Any(member => member.Member is { Key: null, TokenHash: null })) await console.Output.WriteLineAsync($"Next, let it enrol its key: gateway device enrol {one.Name}");
        });
    }

    private static DialIn Keyed(DialIn device, Member which, string? key)
    {
        if (key is null) return device;
        if (device.Of(which) is not { } member) throw new DialInException("A clone's key needs a clone: --clone-ssh.");
        return device.With(which, member with { Key = DeviceKeyText.Read(key) });
    }
}
