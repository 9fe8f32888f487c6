using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// The connection to Redis. Nothing waits for it longer than its timeout, and once it is known to be down nobody waits
/// at all: only the heartbeat goes on asking, until it is answered.
/// </summary>
internal sealed partial class RedisLink(RedisOptions options, TimeProvider time, ILogger<RedisLink> logger) : IDisposable
{
    // The client connects again by itself, but has been seen never to, after a restart that it met at the wrong moment.
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private volatile bool _up;
    private long? _lostAt;
    private int _generation;

    /// <summary>Whether the last that was heard of Redis was good.</summary>
    public bool IsUp => _up;

    /// <summary>When <see cref="IsUp"/> last changed, UTC; null before the first answer.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>What was wrong last; empty while all is well.</summary>
    public string Trouble { get; private set; } = "not asked yet";

    /// <summary>How often the client was made anew. What it was subscribed to is gone then.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Where it is, for people.</summary>
    public string Address => options.Address;

    /// <summary>Asks Redis something.</summary>
    /// <param name="ask">One command or script.</param>
    /// <param name="probing">Whether to ask although Redis is known to be down.</param>
    /// <exception cref="RedisUnavailableException">There was no answer in time, or Redis refused.</exception>
    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, bool probing = false)
    {
        if (!_up && !probing) throw new RedisUnavailableException(Trouble);
        try
        {
            var multiplexer = await ConnectAsync().WaitAsync(options.Timeout);
            var database = multiplexer.GetDatabase();
            T answer;
            try
            {
                answer = await ask(database).WaitAsync(options.Timeout);
            }
            catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                // Restarted since: the client has now forgotten that it sent the script, and sends it again.
                answer = await ask(database).WaitAsync(options.Timeout);
            }
            if (probing) Say(true, "");
            if (probing) lock (_lock) _lostAt = null;
            return answer;
        }
        catch (RedisServerException exception)
        {
            // It is there, and says no: loading, out of memory, a password that is wrong.
            if (probing) Say(false, exception.Message);
            throw new RedisUnavailableException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is TimeoutException or RedisException or IOException or ObjectDisposedException)
        {
            string reason = exception is TimeoutException ? $"no answer within {options.Timeout.TotalSeconds:0.#} s" : exception.Message.Split(['\r', '\n', ';'])[0];
            Say(false, reason);
            if (probing) RenewIfLost();
            throw new RedisUnavailableException(reason, exception);
        }
    }

    /// <summary>Hears what is published on a channel, also after the connection was lost and is back.</summary>
    /// <exception cref="RedisUnavailableException">There was no answer in time.</exception>
    public Task SubscribeAsync(RedisChannel channel, Action<byte[]> heard) => AskAsync(async database =>
    {
        await database.Multiplexer.GetSubscriber().SubscribeAsync(channel, (_, message) => heard(message!));
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _up = false;
        lock (_lock)
            if (_connecting is not null) _ = CloseAsync(_connecting);

    }

    // Nothing is under way that anybody waits for; a polite goodbye would hold the stop up for seconds.
    private static async Task CloseAsync(Task<ConnectionMultiplexer> connecting) => (await connecting).Close(allowCommandsToComplete: false);

    private void RenewIfLost()
    {
        lock (_lock)
        {
            _lostAt ??= time.GetTimestamp();
            if (_connecting is not { } old || time.GetElapsedTime(_lostAt.Value) < RenewAfter) return;
            (_connecting, _lostAt) = (null, time.GetTimestamp());
            Interlocked.Increment(ref _generation);
            _ = Task.Run(() => CloseAsync(old));
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        lock (_lock)
        {
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true }) _connecting = ConnectionMultiplexer.ConnectAsync(Configuration());
            return _connecting;
        }
    }

    private ConfigurationOptions Configuration()
    {
        int timeout = (int)options.Timeout.TotalMilliseconds;
        var configuration = new ConfigurationOptions
        {
            EndPoints = { options.Address },
            Password = options.Password,
            DefaultDatabase = options.Database,
            ClientName = "gateway",
            AbortOnConnectFail = false,
            ConnectTimeout = timeout,
            SyncTimeout = timeout,
            ResponseTimeout = timeout,
            KeepAlive = 10,
            ReconnectRetryPolicy = new LinearRetry(250),
            Ssl = options.Tls,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (!options.Tls) return configuration;
        configuration.SslHost = configuration.EndPoints[0] switch
        {
            DnsEndPoint name => name.Host,
            IPEndPoint address => address.Address.ToString(),
            var other => throw new InvalidOperationException($"Unknown kind of address {other}."),
        };
        var trust = new CertificateTrust(options.Authority);
        configuration.CertificateValidation += (_, certificate, chain, errors) => trust.Accepts(certificate, chain, errors);
        if (options.Certificate is { } file)
        {
            // Through PKCS #12: a key that was only read from PEM is not always found by the TLS layer.
            using var pem = X509Certificate2.CreateFromPemFile(file, options.Key);
            var identity = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            configuration.CertificateSelection += (_, _, _, _, _) => identity;
        }
        return configuration;
    }

    private void Say(bool up, string trouble)
    {
        lock (_lock)
        {
            bool first = Since is null;
            Trouble = trouble;
            if (_up == up && !first) return;
            _up = up;
            Since = time.GetUtcNow();
            if (up && first) Connected(options.Address);
            else if (up) Back(options.Address);
            else Lost(options.Address, trouble);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Redis at {Address} answers")]
    private partial void Connected(string address);

    [LoggerMessage(2, LogLevel.Warning, "Redis at {Address} answers again")]
    private partial void Back(string address);

    [LoggerMessage(3, LogLevel.Error, "Redis at {Address} cannot be asked: {Reason}. Terminals go on; other nodes' terminals, new visitors on other nodes and limits over all nodes wait for it")]
    private partial void Lost(string address, string reason);
}
