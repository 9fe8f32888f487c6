using System.Globalization;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Harness;

/// <summary>A real S3-compatible server that we did not write: the npm package s3rver, on a port of 127.0.0.1. It keeps its files while it is away.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "recordings";
    public const string AccessKey = "S3RVER";

    private readonly Scratch _scratch = new();
    private Tool? _node;

    private S3Server()
    {
    }

    public int Port { get; } = Ports.Free();

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server();
        await server.ComeBackAsync();
        return server;
    }

    public async Task GoAwayAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _node = null;
    }

    public async Task ComeBackAsync()
    {
        _node = Tool.Start("node", ["server.mjs", Port.ToString(CultureInfo.InvariantCulture), _scratch.Folder, Bucket], SourceTree.PathOf("Gateway.Tests/Harness/S3Server"));
        await _node.ListensAsync(Port);
    }

    public async ValueTask DisposeAsync()
    {
        await GoAwayAsync();
        _scratch.Dispose();
    }
}
