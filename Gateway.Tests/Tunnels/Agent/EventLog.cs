using System.Collections.Immutable;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>What happened, in its order, to be waited for.</summary>
internal sealed class EventLog<T>
{
    private ImmutableList<T> _all = [];

    public ImmutableList<T> All => Volatile.Read(ref _all);

    public void Add(T one) => ImmutableInterlocked.Update(ref _all, all => all.Add(one));

    /// <summary>Waits until there are so many, and returns the last of them.</summary>
    public async Task<T> NumberAsync(int number, TimeSpan? within = null)
    {
        await Wait.UntilAsync(() => All.Count >= number, () => $"number {number} of {typeof(T).Name}, where there are {All.Count}", within);
        return All[number - 1];
    }

    public async Task<TOne> FirstAsync<TOne>() where TOne : T
    {
        await Wait.UntilAsync(() => All.OfType<TOne>().Any(), $"a {typeof(TOne).Name}");
        return All.OfType<TOne>().First();
    }
}
