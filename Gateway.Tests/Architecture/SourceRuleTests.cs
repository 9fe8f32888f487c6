using System.Text.RegularExpressions;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>House rules that can be read off the source.</summary>
public sealed partial class SourceRuleTests
{
    private const int LongestFile = 300;

    [Fact]
    public void PInvoke_is_declared_in_one_file() => Assert.Equal(["Gateway/Terminals/Libc.cs"], Where(PInvoke()));

    [Fact]
    public void No_shell_on_the_way_to_a_terminal() =>
        // The demo's far end, a real sshd and telnetd, runs its device through the account's shell as every sshd does.
        Assert.Equal([], Where(Shell()).Where(path => !path.StartsWith("Gateway/Demo/", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_waits_for_a_task_by_blocking_and_nothing_is_async_void() => Assert.Equal([], Where(Blocking()));

    [Fact]
    public void Only_the_stop_blocks_and_says_why() => Assert.Equal(["Gateway/Web/TerminalShutdown.cs"], Where(Wait()));

    [Fact]
    public void Files_are_short() => Assert.Equal([], SourceTree.Product().Concat(SourceTree.Product("Gateway.Tests")).Where(file => file.Text.Count(letter => letter == '\n') > LongestFile).Select(file => file.Path));

    [Fact]
    public void A_file_lies_in_the_folder_of_its_namespace()
    {
        var wrong = SourceTree.Product().Concat(SourceTree.Product("Gateway.Tests"))
            .Where(file => Space().Match(file.Text) is { Success: true } found && found.Groups[1].Value != Path.GetDirectoryName(file.Path)!.Replace('/', '.'));
        Assert.Equal([], wrong.Select(file => file.Path));
    }

    [Fact]
    public void No_warning_is_suppressed_and_no_test_is_skipped() =>
        Assert.Equal([], SourceTree.Product().Concat(SourceTree.Product("Gateway.Tests")).Where(file => file.Name != "SourceRuleTests.cs" && Suppressed().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void Nothing_is_left_to_be_done() => Assert.Equal([], Where(Unfinished()));

    [Fact]
    public void No_name_says_nothing() => Assert.Equal([], SourceTree.Product().Where(file => EmptyName().IsMatch(file.Name)).Select(file => file.Path));

    private static IEnumerable<string> Where(Regex pattern) => SourceTree.Product().Where(file => pattern.IsMatch(file.Text)).Select(file => file.Path).Order();

    [GeneratedRegex(@"\b(DllImport|LibraryImport|NativeLibrary|GetDelegateForFunctionPointer)\b")]
    private static partial Regex PInvoke();

    [GeneratedRegex("/bin/(ba|da|z|k)?sh\\b|\"(ba|da|z)?sh\"|UseShellExecute\\s*=\\s*true|cmd\\.exe")]
    private static partial Regex Shell();

    [GeneratedRegex(@"\basync\s+void\b|\.GetAwaiter\(\)\.GetResult\(\)|(Async\([^()]*\)|[Tt]ask)\.Result\b|\bThread\.Sleep\b|\.WaitAll\(")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\)\.Wait\(")]
    private static partial Regex Wait();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Space();

    [GeneratedRegex(@"#pragma warning disable|SuppressMessage|#nullable disable|\bSkip\s*=\s*""")]
    private static partial Regex Suppressed();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedException|coming soon", RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(Manager|Helper|Helpers|Common|Utils?|Misc)\.cs$")]
    private static partial Regex EmptyName();
}
