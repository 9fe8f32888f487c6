using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Telemetry;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace Gateway.Tests.Telemetry;

public sealed class CollectorTests
{
    [Fact]
    public async Task Metrics_are_sent_to_the_collector_under_the_nodes_name()
    {
        using var collector = new Collector();
        var gateway = await TestGateway.StartAsync([22], change: file =>
        {
            file["operations"] = new JsonObject { ["otlp"] = $"{collector.Address}v1/metrics" };
            file["cluster"] = new JsonObject { ["name"] = "gw-paris" };
        });
        var received = collector.ReceiveAsync();
        await gateway.DisposeAsync(); // the last are sent before it ends
        var (path, type, body) = await received.WaitAsync(HubClient.Patience);
        Assert.Equal(("/v1/metrics", "application/x-protobuf"), (path, type));
        // ExportMetricsServiceRequest.resource_metrics, .resource.attributes and .scope_metrics.metrics.name
        // (opentelemetry/proto/metrics/v1/metrics.proto).
        var resource = Protobuf.Messages(body, 1).Single();
        var attributes = Protobuf.Messages(Protobuf.Messages(resource, 1).Single(), 1)
            .ToDictionary(attribute => Protobuf.Text(attribute, 1), attribute => Protobuf.Text(Protobuf.Messages(attribute, 2).Single(), 1));
        Assert.Equal(("gateway", "gw-paris"), (attributes["service.name"], attributes["service.instance.id"]));
        var scope = Protobuf.Messages(resource, 2).Single();
        Assert.Equal("Gateway", Protobuf.Text(Protobuf.Messages(scope, 1).Single(), 1));
        Assert.Contains("gateway.terminals", Protobuf.Messages(scope, 2).Select(metric => Protobuf.Text(metric, 1)));
    }

    [Fact]
    public void A_collector_that_stays_away_is_one_line_in_the_log()
    {
        var log = new Lines();
        using var meter = new Meter("test");
        meter.CreateObservableGauge("g", () => 1);
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name)
            .AddReader(new BaseExportingMetricReader(new CollectorExporter(new Uri($"http://127.0.0.1:{Ports.Free()}/v1/metrics"), log))).Build();
        for (int i = 0; i < 3; i++) Assert.False(provider.ForceFlush(10_000));
        Assert.StartsWith("Metrics could not be sent to http://127.0.0.1:", Assert.Single(log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_collector_that_is_away_or_hangs_holds_nothing_up(bool hangs)
    {
        using var hanging = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        int port = ((IPEndPoint)hanging.LocalEndpoint).Port;
        if (!hangs) hanging.Stop();
        var gateway = await TestGateway.StartAsync([22], change: file => file["operations"] = new JsonObject { ["otlp"] = $"http://127.0.0.1:{port}/v1/metrics" });
        using (var browser = gateway.Browser()) Assert.Equal("ready\n", await browser.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
        Assert.NotEmpty((await Operator.ScrapeAsync(gateway.DataFolder)).Types);
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        await gateway.DisposeAsync();
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // which an exporter waits by itself
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }

    /// <summary>A collector that takes one request.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Collector()
        {
            Address = $"http://127.0.0.1:{Ports.Free()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
        }

        public string Address { get; }

        public async Task<(string Path, string? Type, byte[] Body)> ReceiveAsync()
        {
            var context = await _listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            context.Response.StatusCode = 200;
            context.Response.Close();
            return (context.Request.Url!.AbsolutePath, context.Request.ContentType, body.ToArray());
        }

        public void Dispose() => _listener.Close();
    }

    /// <summary>As much of the wire format as finds a field (protobuf.dev, "Encoding").</summary>
    private static class Protobuf
    {
        public static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Messages(message, field).Single());

        public static IEnumerable<byte[]> Messages(byte[] message, int field)
        {
            for (int at = 0; at < message.Length;)
            {
                ulong tag = Varint(message, ref at);
                int length = (int)(tag & 7) switch
                {
                    0 => VarintLength(message, at),
                    1 => 8,
                    2 => (int)Varint(message, ref at),
                    5 => 4,
                    var type => throw new InvalidDataException($"There is no wire type {type}."),
                };
                if ((int)(tag >> 3) == field && (tag & 7) == 2) yield return message[at..(at + length)];
                at += length;
            }
        }

        private static int VarintLength(byte[] message, int at)
        {
            int start = at;
            Varint(message, ref at);
            return at - start;
        }

        private static ulong Varint(byte[] message, ref int at)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte bits = message[at++];
                value |= (ulong)(bits & 0x7f) << shift;
                if ((bits & 0x80) == 0) return value;
            }
        }
    }
}
