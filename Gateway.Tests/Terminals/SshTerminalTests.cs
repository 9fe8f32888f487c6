using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class SshTerminalTests
{
    [Fact]
    public async Task A_link_opens_a_real_ssh_session_that_answers_what_is_typed()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        await page.TypeAsync("echo $((40+2)); stty size; tty\r");
        string answer = await page.ExpectAsync("/dev/pts/");
        Assert.Contains("42", answer, StringComparison.Ordinal);
        Assert.Contains("24 80", answer, StringComparison.Ordinal);
        await page.TypeAsync("exit 7\r");
        var ended = await page.ExpectEndAsync();
        Assert.Equal(("exited", 7), (ended.Reason, ended.ExitCode));
    }
}
