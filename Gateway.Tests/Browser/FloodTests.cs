using Gateway.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace Gateway.Tests.Browser;

public sealed class FloodTests(BrowserFixture fixture, ITestOutputHelper output) : BrowserTest(fixture)
{
    // Twice what an idle machine of two cores needs, drawing in software.
    private const double Soon = 2000;

    // More than what may be under way to a page.
    private const int Lines = 500_000;

    [Fact]
    public async Task Ctrl_C_stops_an_endless_flood_at_once()
    {
        var tab = await OpenAsync();
        double after = double.MaxValue;
        // The best of a few, since this machine may be busy with something else for as long.
        for (int tries = 0; tries < 3 && after > Soon; tries++)
        {
            await tab.RunAsync("yes");
            await tab.UntilAsync("probe.terminal.buffer.active.baseY > 5000 && probe.lines(300).findLast(line => line !== '')?.trim() === 'y'");
            after = await PromptAfterAsync(tab, "\u0003");
            output.WriteLine($"{after:F0} ms from Ctrl-C to the prompt");
        }
        Assert.InRange(after, 0, Soon + (after <= Soon ? 0 : await LinesTakeAsync(tab)));
        await tab.RunAsync("echo $((6*7))", "42");
    }

    // A slower machine has as much time again as it takes to draw what may be under way.
    private async Task<double> LinesTakeAsync(Tab tab)
    {
        await tab.TypeAsync($"yes | head -n {Lines}");
        await tab.ExpectAsync($"head -n {Lines}");
        double took = await PromptAfterAsync(tab, "\r");
        output.WriteLine($"{took:F0} ms for {Lines} lines");
        return took;
    }

    // Milliseconds; less than none if it does not come.
    private static Task<double> PromptAfterAsync(Tab tab, string key) => tab.Page.EvaluateAsync<double>("""
        async ([key, within]) => {
          probe.terminal.input(key);
          const isPrompt = () => probe.lines(300).findLast(line => line !== '')?.trim() === '$';
          return probe.until(isPrompt, within);
        }
        """, new object[] { key, HubClient.Patience.TotalMilliseconds });
}
