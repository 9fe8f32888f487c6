using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Browser;

public sealed class ClientUnitTests
{
    [Fact]
    public async Task The_web_client_s_own_tests_pass()
    {
        var (exitCode, output) = await Tool.RunAsync("npm", ["test", "--silent"], Path.Combine(Root(), "wwwroot"), new Dictionary<string, string> { ["NO_COLOR"] = "1" });
        Assert.True(exitCode == 0, output);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Gateway.sln is not above the tests.");
    }
}
