using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Gateway.Telemetry;

/// <summary>Sends metrics to a collector, and says so when it cannot: the SDK itself is silent about it.</summary>
internal sealed partial class CollectorExporter(Uri collector, ILogger logger) : OtlpMetricExporter(Options(collector))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    private long _said;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> metrics)
    {
        var result = base.Export(in metrics);
        if (result == ExportResult.Failure && (_said == 0 || Stopwatch.GetElapsedTime(_said) >= BetweenWords))
        {
            _said = Stopwatch.GetTimestamp();
            NotSent(collector.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
        }
        return result;
    }

    // All that the environment could set is set here.
    private static OtlpExporterOptions Options(Uri collector) => new()
    {
        Endpoint = collector,
        Protocol = OtlpExportProtocol.HttpProtobuf,
        Headers = "",
        TimeoutMilliseconds = (int)Patience.TotalMilliseconds,
    };

    [LoggerMessage(1, LogLevel.Warning, "Metrics could not be sent to {Collector}; it is tried again")]
    private partial void NotSent(string collector);
}
