using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;

namespace Gateway.Web;

/// <summary>
/// The framework's sessions, but for one thing: of a session that was only just made up nobody asks the shared store,
/// which has nothing to say about it and may be away.
/// </summary>
internal sealed class VisitorSessionStore(IDistributedCache cache, ILoggerFactory logging) : ISessionStore
{
    private readonly NewSessions _new = new(cache);

    public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey) =>
        new DistributedSession(isNewSessionKey ? _new : cache, sessionKey, idleTimeout, ioTimeout, tryEstablishSession, logging, isNewSessionKey);

    private sealed class NewSessions(IDistributedCache cache) : IDistributedCache
    {
        public byte[]? Get(string key) => null;

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult<byte[]?>(null);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => cache.Set(key, value, options);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => cache.SetAsync(key, value, options, token);

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => cache.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(key, token);
    }
}
