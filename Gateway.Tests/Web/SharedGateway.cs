using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>A gateway and an ssh server for tests that leave nothing behind in them.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private SshServer? _server;
    private TestGateway? _gateway;

    internal SshServer Server => _server!;

    internal TestGateway Gateway => _gateway!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        _server = await SshServer.StartAsync();
        _gateway = await TestGateway.StartAsync(_server);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Server.DisposeAsync();
    }
}
