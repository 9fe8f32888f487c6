using System.Formats.Asn1;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Access.Identity.Ldap;

/// <summary>
/// A connection to a directory (RFC 4511), for as long as one sign-in takes. Written here because libldap's bind, which
/// System.DirectoryServices.Protocols calls, waits for ever on a server that has stopped, takes its trust from the
/// machine's ldap.conf, and blocks a thread all the while.
/// </summary>
internal sealed class LdapConnection : IAsyncDisposable
{
    private const int LargestMessage = 1024 * 1024;
    private const int LdapPort = 389;
    private const int LdapsPort = 636;

    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;
    private int _id;

    private LdapConnection()
    {
    }

    /// <summary>Connects, encrypted where the options say so.</summary>
    public static async Task<LdapConnection> OpenAsync(LdapOptions options, CancellationToken cancellation)
    {
        var connection = new LdapConnection();
        try
        {
            bool tls = options.Url.Scheme == "ldaps";
            int port = options.Url.Port > 0 ? options.Url.Port : tls ? LdapsPort : LdapPort;
            await connection._client.ConnectAsync(options.Url.IdnHost, port, cancellation);
            connection._client.NoDelay = true;
            connection._stream = connection._client.GetStream();
            if (!tls && options.StartTls)
            {
                var answer = await connection.AskAsync(LdapMessage.StartTls(++connection._id), LdapMessage.ExtendedResponse, cancellation);
                if (answer.Code != LdapResult.Success) throw new LdapException($"it does not encrypt: {answer}");
            }
            if (tls || options.StartTls) await connection.EncryptAsync(options, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Binds (RFC 4513, 5.1). The caller sees to it that a password is not empty.</summary>
    public Task<LdapResult> BindAsync(string dn, string password, CancellationToken cancellation) =>
        AskAsync(LdapMessage.Bind(++_id, dn, password), LdapMessage.BindResponse, cancellation);

    /// <summary>Searches. What the server refers to elsewhere is left out.</summary>
    public async Task<(LdapResult Result, IReadOnlyList<LdapEntry> Entries)> SearchAsync(
        string at, bool below, int most, TimeSpan longest, string filter, IReadOnlyDictionary<string, string> values, string attribute, CancellationToken cancellation)
    {
        await _stream.WriteAsync(LdapMessage.Search(++_id, at, below, most, longest, filter, values, attribute), cancellation);
        List<LdapEntry> entries = [];
        for (int messages = 0; messages <= 2 * most; messages++)
        {
            var (operation, content) = await NextAsync(cancellation);
            if (operation == LdapMessage.SearchDone) return (LdapMessage.Result(content), entries);
            if (operation == LdapMessage.SearchEntry) entries.Add(LdapMessage.Entry(content));
            else if (operation != LdapMessage.SearchReference) throw new LdapException($"it answers a search with operation {operation}");
        }
        throw new LdapException("it answers a search with more than was asked for");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task EncryptAsync(LdapOptions options, CancellationToken cancellation)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = options.Url.IdnHost, CertificateChainPolicy = Trust(options.CertificateAuthority) }, cancellation);
    }

    private static X509ChainPolicy? Trust(string? authorityFile)
    {
        if (authorityFile is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return policy;
    }

    private async Task<LdapResult> AskAsync(byte[] question, int expected, CancellationToken cancellation)
    {
        await _stream.WriteAsync(question, cancellation);
        var (operation, content) = await NextAsync(cancellation);
        // Also the server's goodbye (RFC 4511, 4.4.1) comes as an extended response.
        return operation == expected ? LdapMessage.Result(content) : throw new LdapException($"it answers with operation {operation}");
    }

    private async Task<(int Operation, AsnReader Content)> NextAsync(CancellationToken cancellation)
    {
        var (id, operation, content) = LdapMessage.Read(await ReadAsync(cancellation));
        if (id != _id) throw new LdapException(id == 0 ? $"it ends the connection: {LdapMessage.Result(content)}" : "it answers what was not asked");
        return (operation, content);
    }

    // No byte more than the message: what follows an answer to StartTLS in clear must not pass for something encrypted.
    private async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        byte[] head = new byte[2];
        await _stream.ReadExactlyAsync(head, cancellation);
        byte[] more = new byte[head[1] < 0x80 ? 0 : head[1] & 0x7F];
        if (head[0] != 0x30 || head[1] == 0x80 || more.Length > 4) throw new LdapException("it does not speak LDAP");
        await _stream.ReadExactlyAsync(more, cancellation);
        long length = more.Length == 0 ? head[1] : more.Aggregate(0L, (sum, part) => sum << 8 | part);
        if (length > LargestMessage) throw new LdapException("it says too much at once");
        byte[] message = [.. head, .. more, .. new byte[length]];
        await _stream.ReadExactlyAsync(message.AsMemory(head.Length + more.Length), cancellation);
        return message;
    }
}

/// <summary>The directory does not do what it should.</summary>
internal sealed class LdapException(string message) : IOException(message);
