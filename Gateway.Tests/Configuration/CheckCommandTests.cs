using System.CommandLine;
using Gateway.Commands;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_good_file_is_ok()
    {
        var (code, output) = Check(Write("\"ports\": [6022],"));

        Assert.Equal(0, code);
        Assert.Equal($"{folder["gateway.json"]}: ok\n", output);
    }

    [Fact]
    public void Warnings_follow_and_the_file_is_still_ok()
    {
        var (code, output) = Check(Write(""));

        Assert.Equal(0, code);
        Assert.Contains("\n  warning  No port is allowed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_one_aligned_block()
    {
        var (code, output) = Check(Write("\n\"ports\": [0],\n\"colour\": 1,"));

        Assert.Equal(1, code);
        Assert.Equal($"""
            {folder["gateway.json"]}: 2 faults

              ports[0]  (line 2)
                value   0
                fault   is neither a port nor a range of ports
                repair  Write a number from 1 to 65535, or a range such as "7000-7100" with the lower port first.

              colour  (line 3)
                fault   is not a setting
                repair  Remove it; gateway.json.sample explains every setting.

            """, output);
    }

    [Fact]
    public void A_missing_file_has_an_exit_code_of_its_own()
    {
        var (code, output) = Check(folder["none.json"]);

        Assert.Equal(2, code);
        Assert.Equal($"{folder["none.json"]}: there is no such file.\n", output);
    }

    [Fact]
    public void Checking_creates_nothing()
    {
        Check(Write(""));

        Assert.Equal(["client", "gateway.json"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    private static (int Code, string Output) Check(string file)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = new RootCommand { CheckCommand.Create() }.Parse(["check", file]).Invoke(new InvocationConfiguration { Output = output });
        return (code, output.ToString());
    }

    private string Write(string settings)
    {
        var client = folder.Write("client", "", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder.Write("gateway.json", $"{{ {settings}\n\"domain\": \"host.example\", \"clients\": {{ \"ssh\": \"{client}\", \"telnet\": null }} }}");
    }
}
