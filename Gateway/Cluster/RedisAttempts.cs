using System.Globalization;
using Gateway.Access;

namespace Gateway.Cluster;

/// <summary>Attempts that all nodes have seen. While Redis is away each node counts for itself.</summary>
internal sealed class RedisAttempts(RedisLink link, RedisKeys keys, SignInOptions options, MemoryAttempts here) : IAttempts
{
    private readonly AttemptRule _person = AttemptRule.ForPerson(options);
    private readonly AttemptRule _address = AttemptRule.ForAddress(options);

    public async Task<TimeSpan> EnterAsync(string name, string address)
    {
        var (person, pair) = Names(name, address);
        try
        {
            var wait = await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.EnterAttempt,
                [keys.PersonAttempts(person), keys.PairAttempts(pair), keys.KnownPair(pair), keys.AddressAttempts(address)],
                [_person.Free, Milliseconds(_person.Longest), _address.Free, Milliseconds(_address.Longest), Milliseconds(_person.Window), AttemptRule.Over]));
            return TimeSpan.FromMilliseconds((long)wait);
        }
        catch (RedisUnavailableException)
        {
            return await here.EnterAsync(name, address);
        }
    }

    public async Task SucceededAsync(string name, string address)
    {
        var (person, pair) = Names(name, address);
        await here.SucceededAsync(name, address);
        try
        {
            await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.AttemptSucceeded,
                [keys.PersonAttempts(person), keys.PairAttempts(pair), keys.KnownPair(pair), keys.AddressAttempts(address)],
                [Milliseconds(AttemptRule.KnownLife)]));
        }
        catch (RedisUnavailableException)
        {
            // Then it is slowed a little longer.
        }
    }

    public async Task<TimeSpan> EnterAsync(string what, AttemptRule rule)
    {
        // The script counts two things at once: here both are the same, in a name that nobody can type.
        var (one, other) = (RedisKeys.Hash($"\n{what}"), RedisKeys.Hash($"\n{what}\n"));
        try
        {
            var wait = await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.EnterAttempt,
                [keys.PersonAttempts(one), keys.PairAttempts(one), keys.KnownPair(one), keys.PersonAttempts(other)],
                [rule.Free, Milliseconds(rule.Longest), rule.Free, Milliseconds(rule.Longest), Milliseconds(rule.Window), AttemptRule.Over]));
            return TimeSpan.FromMilliseconds((long)wait);
        }
        catch (RedisUnavailableException)
        {
            return await here.EnterAsync(what, rule);
        }
    }

    // What people type as a name may be a password, and may be long.
    private static (string Person, string Pair) Names(string name, string address) => (RedisKeys.Hash(name), RedisKeys.Hash($"{name}\n{address}"));

    private static string Milliseconds(TimeSpan time) => RedisKeys.Milliseconds(time).ToString(CultureInfo.InvariantCulture);
}
