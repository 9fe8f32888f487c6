using System.Diagnostics.Metrics;
using Gateway.Recording;

namespace Gateway.Web.Recordings;

/// <summary>Recordings in numbers.</summary>
public sealed class RecordingMetrics
{
    private long _failures;

    /// <summary>Makes the instruments.</summary>
    public RecordingMetrics(Meter meter, Recorders recorders)
    {
        meter.CreateObservableUpDownCounter("gateway.recordings.active", () => recorders.Count, "{recording}", "Terminals that are being recorded.");
        meter.CreateObservableCounter("gateway.recording", () => recorders.Bytes, "By", "Written into recordings.");
        meter.CreateObservableCounter("gateway.recording.failures", () => Volatile.Read(ref _failures), "{recording}", "Recordings that could not begin, or broke off.");
    }

    /// <summary>One failed.</summary>
    internal void Failed() => Interlocked.Increment(ref _failures);
}
