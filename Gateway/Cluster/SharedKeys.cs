using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Gateway.Cluster;

/// <summary>The framework's key manager, which can be told that there are new keys: by itself it looks once a day.</summary>
internal sealed class SharedKeys(XmlKeyManager inner) : IKeyManager, IDisposable
{
    private CancellationTokenSource _news = new();

    /// <summary>The keys are read anew when next one is needed.</summary>
    public void Forget() => Interlocked.Exchange(ref _news, new CancellationTokenSource()).Cancel();

    public void Dispose() => _news.Dispose();

    public CancellationToken GetCacheExpirationToken() => Volatile.Read(ref _news).Token;

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate)
    {
        var key = inner.CreateNewKey(activationDate, expirationDate);
        Forget();
        return key;
    }

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null)
    {
        inner.RevokeAllKeys(revocationDate, reason);
        Forget();
    }

    public void RevokeKey(Guid keyId, string? reason = null)
    {
        inner.RevokeKey(keyId, reason);
        Forget();
    }
}
