using System.Text;
using System.Text.Json;
using Gateway.Recording;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Running terminals, recorded.</summary>
public sealed class RecorderTests
{
    private static readonly Participant Bob = new("local:bob", "Bob");

    [Fact]
    public async Task A_flood_is_recorded_whole_and_in_order()
    {
        await using var world = new RecordingWorld("stty raw; cat \"$HOME/data\"", change: options => options with { SegmentSize = 256 * 1024 });
        // Colours, characters of two and three bytes, some that are none.
        var data = new StringBuilder();
        for (int i = 0; data.Length < 3_000_000; i++) data.Append(System.Globalization.CultureInfo.InvariantCulture, $"\e[3{i % 8}m{i} größer € \"q\"\\\e[0m\r\n");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(data.ToString()), 0xff, 0xc3, (byte)'x'];
        File.WriteAllBytes(world.Scratch.PathOf("data"), bytes);
        var terminal = world.Open();
        var recorder = await world.RecordAsync(terminal);
        Assert.Null(await recorder.Completed.WaitAsync(HubClient.Patience));
        Assert.Equal(Encoding.UTF8.GetString(bytes), await world.TextAsync(recorder.Id));
        var facts = (await world.Shelf.FindAsync(recorder.Id))!;
        Assert.Equal((RecordingState.Complete, terminal.End!.Outcome.Message), (facts.State, facts.EndReason));
        var verdict = (await world.Verifier.VerifyAsync(recorder.Id))!;
        Assert.True(verdict.IsGood, string.Join('\n', verdict.Findings));
        Assert.InRange(verdict.Segments, 5, 30);
    }

    [Fact]
    public async Task It_is_read_while_it_is_written_and_tells_who_came_typed_and_set_the_size()
    {
        await using var world = new RecordingWorld();
        var terminal = world.Open();
        var recorder = await world.RecordAsync(terminal);
        using var alice = terminal.Attach(null, RecordingWorld.Alice)!;
        await RecordingWorld.PrintsAsync(terminal, "$ ");
        alice.Input(0, "echo on"u8.ToArray());
        await RecordingWorld.PrintsAsync(terminal, "echo on");
        using var bob = terminal.Attach(null, Bob)!;
        Assert.True(terminal.GrantKeyboard(alice, bob.Alias) == Bob);
        bob.Input(0, "e\r"u8.ToArray());
        await RecordingWorld.PrintsAsync(terminal, "\none");
        Assert.True(terminal.TakeKeyboard(alice));
        alice.Resize(new TerminalSize(100, 30));
        alice.Input(7, "stty size; stty -echo; echo now; read x; stty echo\r"u8.ToArray());
        await RecordingWorld.PrintsAsync(terminal, "\nnow");
        alice.Input(57, "hunter2\r"u8.ToArray());
        alice.Input(65, "echo \"2${x#h}\"\r"u8.ToArray());
        await RecordingWorld.PrintsAsync(terminal, "2unter2");
        recorder.Notice("The sign-in ends soon.");
        bob.Dispose();
        await Wait.UntilAsync(async () => (await world.EventsAsync(recorder.Id)).Any(one => one.Data == "left: Bob"), () => "the recording to come to where the terminal is");
        var facts = (await world.Shelf.FindAsync(recorder.Id))!;
        Assert.Equal((RecordingState.Live, null), (facts.State, facts.EndReason));
        Assert.True((await world.Verifier.VerifyAsync(recorder.Id))!.IsGood);
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Shelf.DeleteAsync(recorder.Id));

        var events = await world.EventsAsync(recorder.Id);
        string Told(char code) => string.Concat(events.Where(one => one.Code == code).Select(one => one.Data));
        Assert.Equal(["joined: Alice", "joined: Bob", "notice: The sign-in ends soon.", "left: Bob"], events.Where(one => one.Code == CastCode.Marker).Select(one => one.Data));
        Assert.Equal("100x30", Told(CastCode.Resize));
        // The size counts from its place in the output on.
        int resized = events.FindIndex(one => one.Code == CastCode.Resize);
        Assert.DoesNotContain("30 100", string.Concat(events.Take(resized).Select(one => one.Data)), StringComparison.Ordinal);
        Assert.Contains("30 100", string.Concat(events.Skip(resized).Select(one => one.Data)), StringComparison.Ordinal);
        Assert.StartsWith("echo one\rstty size", Told(CastCode.Input), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", Told(CastCode.Input), StringComparison.Ordinal);
        string who = "";
        List<string> typed = [];
        foreach (var one in events)
        {
            if (one.Code == CastCode.Person) who = JsonDocument.Parse(one.Data).RootElement.GetProperty("name").GetString()!;
            if (one.Code is CastCode.Input or CastCode.Unshown) typed.Add($"{who} {one.Code}: {one.Data}");
        }
        Assert.Equal(["Alice i: echo on", "Bob i: e\r"], typed[..2]);
        Assert.Contains("Alice u: ", typed);
        Assert.Equal(Encoding.UTF8.GetString(terminal.Log.Tail(int.MaxValue)), Told(CastCode.Output));
    }

    [Fact]
    public async Task A_disk_that_is_full_ends_the_recording_and_lets_the_terminal_go()
    {
        await using var world = new RecordingWorld();
        // The size of files that a process may write is limited for itself: another process is needed, and the signal that goes with it ignored.
        await using var child = Child(world, "stty raw -echo; head -c 3000000 /dev/zero | tr '\\0' x; printf DONE; exec sleep 60", ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 300; exec \"$0\" \"$@\""]);
        await Wait.UntilAsync(() => child.Output.Contains("DONE", StringComparison.Ordinal) && child.Output.Contains("cannot be written", StringComparison.Ordinal), () => $"the terminal to go on without its recording: {child.Output}");
        Assert.Matches("The recording cannot be written: .*(too large|space)", child.Output);
        await Wait.UntilAsync(async () => (await OneAsync(world)).State == RecordingState.CutOff, () => "the recording to be ended");
        var found = await OneAsync(world);
        Assert.StartsWith("cut off: The recording cannot be written: ", await world.TextAsync(found.Id, CastCode.Marker), StringComparison.Ordinal);
        Assert.InRange((await world.TextAsync(found.Id)).Length, 30_000, 200_000);
        Assert.True((await world.Verifier.VerifyAsync(found.Id))!.IsGood);
    }

    [Fact]
    public async Task A_disk_that_hangs_holds_the_terminal_for_some_seconds_and_then_lets_it_go()
    {
        var time = new ManualTime();
        await using var world = new RecordingWorld("stty raw -echo; while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; head -c 3000000 /dev/zero | tr '\\0' x; printf DONE", time); // ends by itself: on this clock nobody would be killed
        var terminal = world.Open();
        var recorder = await world.RecordAsync(terminal);
        using var hangs = new CountdownEvent(world.Recorders.Scribes.Count);
        using var hanging = new ManualResetEventSlim();
        foreach (var scribe in world.Recorders.Scribes)
            Assert.True(scribe.Post(() =>
            {
                hangs.Signal();
                hanging.Wait();
            }));
        Assert.True(hangs.Wait(HubClient.Patience));
        world.Scratch.Write("go", "");
        await Wait.UntilAsync(() => terminal.BytesReceived > 384 * 1024, "the terminal to fill what it may");
        Assert.InRange(terminal.BytesReceived, 384 * 1024, 1024 * 1024); // held
        for (int second = 0; second < 7; second++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(recorder.Completed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("The disk did not answer for 8 seconds.", await recorder.Completed.WaitAsync(HubClient.Patience));
        await RecordingWorld.PrintsAsync(terminal, "DONE");

        // Meanwhile no other can begin on it, and its terminal runs as if nothing had been asked.
        var second2 = world.Open();
        var starting = world.Recorders.StartAsync(second2, new RecordingSubject("local:alice", "Alice", "a", "192.0.2.7"), required: false);
        time.Advance(Recorder.Patience);
        Assert.Equal((null, "The disk did not answer for 8 seconds."), await starting.WaitAsync(HubClient.Patience));
        await RecordingWorld.PrintsAsync(second2, "DONE");
        hanging.Set();
        // What was written is kept, and says why it is not more.
        await Wait.UntilAsync(async () => (await world.Shelf.FindAsync(recorder.Id))!.State == RecordingState.CutOff, () => "the recording to be ended");
        Assert.EndsWith("cut off: The disk did not answer for 8 seconds.", await world.TextAsync(recorder.Id, CastCode.Marker), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_hangs_while_a_recording_begins_keeps_nobody_waiting_and_what_it_makes_later_is_ended()
    {
        var time = new ManualTime();
        await using var world = new RecordingWorld("printf DONE", time);
        RecordingKey.OpenOrCreate(world.Options.KeyFile).Dispose();
        string aside = $"{world.Options.KeyFile}.aside";
        File.Move(world.Options.KeyFile, aside);
        // A pipe that nobody writes to: whoever opens it to read hangs in the system.
        await using (var made = Tool.Start("mkfifo", [world.Options.KeyFile])) await made.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        Terminal first = world.Open(), second = world.Open();
        Task<(Recorder?, string?)>[] starting = [.. new[] { first, second }.Select(terminal => world.Recorders.StartAsync(terminal, new RecordingSubject("local:alice", "Alice", "a", "192.0.2.7"), required: false))];
        time.Advance(Recorder.Patience);
        foreach (var one in starting) Assert.Equal((null, "The disk did not answer for 8 seconds."), await one.WaitAsync(HubClient.Patience));
        await RecordingWorld.PrintsAsync(first, "DONE");
        await RecordingWorld.PrintsAsync(second, "DONE");
        await using (var fed = Tool.Start("sh", ["-c", "cat \"$0\" > \"$1\"", aside, world.Options.KeyFile])) await fed.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        File.Move(aside, world.Options.KeyFile, overwrite: true);

        // The same at the last moment: there is a recording by now, which says why it is none.
        var late = new Recorder(RecordingPath.NewId(), first, world.Recorders.Scribes[0], time, input: false);
        late.Withdraw("Nobody waited.");
        string id = world.Write(writer => Assert.False(late.Start(writer)), reason: null);
        Assert.Equal("cut off: Nobody waited.", await world.TextAsync(id, CastCode.Marker));
        Assert.True((await world.Verifier.VerifyAsync(id))!.IsGood);
        Assert.Equal(0, world.Recorders.Count);
    }

    [Fact]
    public async Task A_key_that_cannot_sign_is_one_recording_s_failure_and_nobody_else_s()
    {
        await using var world = new RecordingWorld();
        using (var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(world.Options.KeyFile)!);
            File.WriteAllText(world.Options.KeyFile, key.ExportSubjectPublicKeyInfoPem());
        }
        var (_, failure) = await world.Recorders.StartAsync(world.Open(), new RecordingSubject("local:alice", "Alice", "a", "192.0.2.7"), required: true).WaitAsync(HubClient.Patience);
        Assert.Equal($"The recording cannot be begun: {world.Options.KeyFile} holds no private key for recordings.", failure);
        Assert.Empty(world.Storage.Folder.Places());
        File.Delete(world.Options.KeyFile);
        await world.RecordAsync(world.Open());
    }

    [Fact]
    public async Task A_second_process_for_the_same_node_and_folder_is_refused()
    {
        await using var world = new RecordingWorld();
        await using var second = new RecordingWorld(folder: world.Folder);
        await using var neighbour = new RecordingWorld(folder: world.Folder, change: options => options with { Node = "b" });
        await world.RecordAsync(world.Open());
        var (_, failure) = await second.Recorders.StartAsync(second.Open(), new RecordingSubject("local:alice", "Alice", "a", "192.0.2.7"), required: true);
        Assert.Equal($"The recording cannot be begun: Another process records for the node a in {world.Folder}.", failure);
        var other = await neighbour.RecordAsync(neighbour.Open());
        // The neighbour's is not this node's to end.
        Assert.Empty(new RecordingRecovery(world.Storage, world.Recorders.Open(), world.Recorders.IsLive).Run(default));
        Assert.Equal(RecordingState.Live, (await world.Shelf.FindAsync(other.Id))!.State);
    }

    [Fact]
    public async Task A_killed_process_leaves_a_recording_that_plays_to_its_last_second()
    {
        await using var world = new RecordingWorld();
        await using (var child = Child(world, "for i in 1 2 3 4 5; do echo line $i; done; printf DONE; exec sleep 60", []))
        {
            await Wait.UntilAsync(() => child.Output.Contains("DONE", StringComparison.Ordinal), () => $"the child to record: {child.Output}");
            await Task.Delay(500); // what is promised
            child.Signal("KILL");
            await child.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        }
        Assert.Equal(RecordingState.CutOff, (await OneAsync(world)).State);
        world.Recorders.Recover(default);
        var found = await OneAsync(world);
        Assert.Equal((RecordingState.CutOff, "The gateway was killed, or could not write on."), (found.State, found.EndReason));
        Assert.EndsWith("line 5\r\nDONE", await world.TextAsync(found.Id), StringComparison.Ordinal);
        Assert.True((await world.Verifier.VerifyAsync(found.Id))!.IsGood);
    }

    private static Tool Child(RecordingWorld world, string script, string[] under)
    {
        string dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet";
        string[] command = [.. under, dotnet, Path.Combine(AppContext.BaseDirectory, "Gateway.Tests.dll"), "record", world.Folder, world.Options.KeyFile, script];
        // The runtime's own memory is a file to the kernel, unless it is told not to map it twice.
        return Tool.Start(command[0], command[1..], environment: new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" });
    }

    private static async Task<RecordingFacts> OneAsync(RecordingWorld world)
    {
        List<RecordingFacts> all = [];
        await foreach (var facts in world.Shelf.ListAsync()) all.Add(facts);
        return Assert.Single(all);
    }
}
