using System.Diagnostics;

namespace Gateway.Tests.Harness;

/// <summary>Waits for what has no event, by looking again and again until a deadline.</summary>
internal static class Wait
{
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        UntilAsync(() => Task.FromResult(condition()), () => what, within);

    public static Task UntilAsync(Func<bool> condition, Func<string> what, TimeSpan? within = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, within);

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? within = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > (within ?? HubClient.Patience)) throw new Xunit.Sdk.XunitException($"In vain waited for: {what()}");
            await Task.Delay(10);
        }
    }
}
