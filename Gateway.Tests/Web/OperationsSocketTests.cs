using System.Net.Sockets;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class OperationsSocketTests
{
    [Fact]
    public async Task What_a_killed_gateway_left_is_in_nobodys_way()
    {
        using var folder = new DataFolderOf();
        await using (var killed = await folder.StartAsync())
        {
            killed.Process.Kill();
            await killed.Process.WaitForExitAsync();
        }
        Assert.True(File.Exists(folder.Socket));
        await using var next = await folder.StartAsync();
        Assert.Equal(0, (await Operator.StatusAsync(folder.Path)).ExitCode);
    }

    [Fact]
    public async Task A_second_gateway_in_the_same_data_folder_does_not_start_and_harms_nothing()
    {
        using var folder = new DataFolderOf();
        await using var first = await folder.StartAsync();
        var (exitCode, output) = await Tool.RunAsync("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "serve", "--config", folder.Configuration]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"the data folder {folder.Data} is in use by another gateway", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Operator.StatusAsync(folder.Path)).ExitCode);
    }

    [Fact]
    public async Task A_gateway_that_stops_takes_its_socket_along()
    {
        var gateway = await TestGateway.StartAsync([22]);
        string socket = Path.Combine(gateway.DataFolder, "operations.sock");
        Assert.True(File.Exists(socket));
        await gateway.StopAsync();
        Assert.False(File.Exists(socket));
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_is_a_warning_and_no_more()
    {
        string data = new('d', 100);
        await using var gateway = await TestGateway.StartAsync([22], change: file => file["data"] = data);
        Assert.False(File.Exists(Path.Combine(gateway.Folder, data, "operations.sock")));
        using var browser = gateway.Browser();
        Assert.Equal("live\n", await browser.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        var (exitCode, output) = await Operator.StatusAsync(gateway.Folder);
        Assert.Equal(2, exitCode);
        Assert.Contains("too long", output, StringComparison.Ordinal);
        var check = await Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "check", Path.Combine(gateway.Folder, "gateway.json")]);
        Assert.Contains("\"gateway status\" will not work", check.Output, StringComparison.Ordinal);
    }

    /// <summary>A configuration that gateways can be started with one after the other, or at once.</summary>
    private sealed class DataFolderOf : IDisposable
    {
        private readonly Scratch _scratch = new();

        public DataFolderOf() => Configuration = _scratch.Write("gateway.json", """{ "domain": "127.0.0.1", "ports": [22], "listen": ["http://127.0.0.1:0"], "data": "data" }""");

        public string Path => _scratch.Folder;

        public string Configuration { get; }

        public string Data => _scratch.PathOf("data");

        public string Socket => _scratch.PathOf("data/operations.sock");

        public async Task<Tool> StartAsync()
        {
            var gateway = Tool.Start("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "serve", "--config", Configuration]);
            await Wait.UntilAsync(Answers, () => $"a gateway that answers. It said:\n{gateway.Output}");
            return gateway;
        }

        public void Dispose() => _scratch.Dispose();

        private async Task<bool> Answers()
        {
            try
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
