using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Gateway.Telemetry;

/// <summary>Gathers what the gateway's instruments measure: as text for whoever asks, and for the collector if there is one.</summary>
public sealed class MetricsText : IDisposable
{
    /// <summary>The content type of <see cref="Read"/>.</summary>
    public const string ContentType = PrometheusText.ContentType;

    private const int SendEvery = 30_000;

    // The gateway has five seconds to stop, and a collector that hangs must not take them.
    private const int StopTimeout = 500;

    private readonly Lock _lock = new();
    private readonly TextExporter _text = new();
    private readonly MeterProvider _provider;

    /// <summary>Begins to gather.</summary>
    public MetricsText(Meter meter, NodeFacts facts, TelemetryOptions options, ILogger<MetricsText> logger)
    {
        NodeMetrics.Create(meter, facts);
        var builder = Sdk.CreateMeterProviderBuilder()
            // Not the default one, which listens to the environment: gateway.json is all there is.
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("gateway", serviceVersion: options.Version, serviceInstanceId: options.NodeName))
            .AddMeter(meter.Name)
            // Another gateway in this process has a meter of the same name.
            .AddView(instrument => instrument.Meter == meter ? null : MetricStreamConfiguration.Drop)
            .AddReader(new BaseExportingMetricReader(_text));
        if (options.Collector is { } collector)
            builder.AddReader(new PeriodicExportingMetricReader(new CollectorExporter(collector, logger), SendEvery));
        _provider = builder.Build();
    }

    /// <summary>Everything as it is now, in the Prometheus text format.</summary>
    public string Read()
    {
        lock (_lock)
        {
            _text.Collect?.Invoke(Timeout.Infinite); // set by the reader
            return _text.Last;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider.Shutdown(StopTimeout);
        _provider.Dispose();
    }

    [ExportModes(ExportModes.Pull)]
    private sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public Func<int, bool>? Collect { get; set; }

        public string Last { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Last = PrometheusText.Write(in batch);
            return ExportResult.Success;
        }
    }
}
