using System.Text;
using Gateway.Recording;

namespace Gateway.Tests.Recording;

/// <summary>A recording that a test writes. Times are seconds from its start.</summary>
internal sealed class TestRecording : IDisposable
{
    private readonly RecordingWriter _writer;
    private double _at;

    public TestRecording(ChainBegun begun, string folder, RecordingWriter writer)
    {
        (Begun, Folder, _writer) = (begun, folder, writer);
        writer.Begin();
    }

    public ChainBegun Begun { get; }

    public string Id => Begun.Id;

    public string Folder { get; }

    public TestRecording Output(double at, string output)
    {
        _writer.Output(Encoding.UTF8.GetBytes(output), Milliseconds(at));
        _writer.Flush();
        return this;
    }

    public TestRecording Event(double at, char code, string data)
    {
        _writer.Event(code, data, Milliseconds(at));
        _writer.Flush();
        return this;
    }

    public TestRecording End(double at)
    {
        _writer.Event(CastCode.Exit, "0", Milliseconds(at));
        _writer.End("exited", Milliseconds(at));
        return this;
    }

    public void Dispose() => _writer.Dispose();

    private long Milliseconds(double at) => (long)Math.Round(1000 * (_at = Math.Max(_at, at)));
}
