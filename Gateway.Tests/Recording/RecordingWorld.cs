using System.Diagnostics.Metrics;
using System.Text;
using Gateway.Methods;
using Gateway.Recording;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Terminals that run a shell script in place of ssh, and what records them.</summary>
internal sealed class RecordingWorld : IAsyncDisposable
{
    public static readonly Participant Alice = new("local:alice", "Alice");

    private readonly Meter _meter = new("test");
    private readonly MethodCatalog _methods;
    private readonly TimeProvider _time;
    private RecordingUploads? _uploads;

    public RecordingWorld(string script = "exec /bin/sh -i", TimeProvider? time = null, Func<RecordingOptions, RecordingOptions>? change = null, string? folder = null)
    {
        _time = time ?? TimeProvider.System;
        Folder = folder ?? Scratch.PathOf("recordings");
        string program = Scratch.Write("program", $"#!/bin/sh\nexport PS1='$ '\n{script}\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var options = new RecordingOptions { Folder = Folder, KeyFile = Scratch.PathOf("keys/recording.pem"), Node = "a", Retention = [] };
        Options = change?.Invoke(options) ?? options;
        _methods = new MethodCatalog(new MethodOptions
        {
            Domain = "192.0.2.7", Ports = new PortSet([(1, 65535)]), SshPath = program, Home = Scratch.Folder, SshConfigFile = "/dev/null", KnownHostsFile = "/dev/null",
        });
        var limits = new TerminalOptions();
        Table = new TerminalTable(limits, _time, new TerminalMetrics(_meter, _methods, limits), NullLogger<TerminalTable>.Instance);
        Storage = new RecordingStorage(Options, _time);
        Recorders = new Recorders(Storage, _time, Log);
        Shelf = new RecordingShelf(Storage, Recorders);
    }

    public Scratch Scratch { get; } = new();

    public string Folder { get; }

    public RecordingOptions Options { get; }

    public TerminalTable Table { get; }

    public RecordingStorage Storage { get; }

    public Recorders Recorders { get; }

    public RecordingShelf Shelf { get; }

    public ListLogger<Recorders> Log { get; } = new();

    public RecordingVerifier Verifier => new(Storage, [], Recorders);

    public Terminal Open(int columns = 80, int rows = 24)
    {
        Assert.Equal(LinkVerdict.Allowed, _methods.Read("ssh", "alice", "6022", out var request));
        Assert.Null(Table.Open(Alice.Id, request!, new TerminalSize(columns, rows), out var terminal));
        return terminal!;
    }

    public async Task<Recorder> RecordAsync(Terminal terminal)
    {
        var (recorder, failure) = await Recorders.StartAsync(terminal, new RecordingSubject(Alice.Id, Alice.Name, Options.Node, "192.0.2.7"), required: false);
        return recorder ?? throw new Xunit.Sdk.XunitException(failure);
    }

    /// <summary>Begins to store what is recorded, until the end of the test.</summary>
    public Task UploadAsync(ListLogger<RecordingUploads> log)
    {
        _uploads = new RecordingUploads(Storage, Recorders, TimeProvider.System, log) { Every = TimeSpan.FromMilliseconds(50) };
        return _uploads.StartAsync(default);
    }

    public async Task<List<CastEvent>> EventsAsync(string id)
    {
        List<CastEvent> events = [];
        await foreach (var one in Shelf.ReadAsync(id)) events.Add(one);
        return events;
    }

    public async Task<string> TextAsync(string id, char code = CastCode.Output) => string.Concat((await EventsAsync(id)).Where(one => one.Code == code).Select(one => one.Data));

    public string PlaceOf(string id) => Storage.Folder.PathOf(Storage.Folder.Find(id)!);

    /// <summary>Waits until a terminal's output has these words.</summary>
    public static Task PrintsAsync(Terminal terminal, string words) =>
        Wait.UntilAsync(() => Encoding.UTF8.GetString(terminal.Log.Tail(int.MaxValue)).Contains(words, StringComparison.Ordinal), () => $"{words} in {Encoding.UTF8.GetString(terminal.Log.Tail(2000))}");

    /// <summary>A recording that the writer itself made, without a terminal.</summary>
    public string Write(Action<RecordingWriter> write, string? reason = "It ended.", DateTimeOffset? started = null, int port = 6022)
    {
        string id = RecordingPath.NewId();
        var begun = new ChainBegun
        {
            Id = id, Owner = Alice.Id, Name = Alice.Name, Method = "ssh", User = "alice", Port = port, Domain = "192.0.2.7", Node = Options.Node,
            Started = started ?? _time.GetUtcNow(), Columns = 80, Rows = 24, Required = false,
        };
        using var writer = new RecordingWriter(Storage.Folder.PathOf(RecordingPath.Place(begun.Started, id)), Options, Recorders.Open(), begun, new CastBuffer());
        writer.Begin();
        write(writer);
        if (reason is null) writer.Flush();
        else writer.End(reason, 60_000);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await Table.StopAsync().WaitAsync(HubClient.Patience);
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await Recorders.StopAsync(patience.Token);
        if (_uploads is { } uploads)
        {
            await uploads.StopAsync(patience.Token);
            uploads.Dispose();
        }
        Recorders.Dispose();
        Storage.Dispose();
        _meter.Dispose();
        Scratch.Dispose();
    }
}
