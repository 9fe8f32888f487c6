using Gateway.Access;
using Gateway.Recording;

namespace Gateway.Web.Recordings;

/// <summary>What is known of the recording of a terminal that runs. Guarded by itself.</summary>
internal sealed class TerminalRecording
{
    /// <summary>What the page is told: <c>on</c>, <c>required</c>, <c>failed</c> or nothing.</summary>
    public string State => Recorder is null ? HasFailed ? "failed" : "" : Need == RecordingNeed.Required ? "required" : "on";

    /// <summary>What is asked of it now.</summary>
    public RecordingNeed Need { get; set; }

    /// <summary>Whether one is being begun.</summary>
    public bool IsStarting { get; set; }

    /// <summary>Who writes; null for nobody.</summary>
    public Recorder? Recorder { get; set; }

    /// <summary>Whether it could not begin, or go on.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether the terminal is being ended for want of it.</summary>
    public bool Ends { get; set; }
}
