using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Cluster;

/// <summary>Which certificates of a server are believed: those of the named authorities, or else of the system's.</summary>
internal sealed class CertificateTrust(string? authorityFile)
{
    private readonly X509Certificate2Collection? _authorities = Load(authorityFile);

    /// <summary>For a TLS client that takes a policy.</summary>
    public X509ChainPolicy? Policy()
    {
        if (_authorities is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    /// <summary>For a TLS client that asks back. The name has to match in any case.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (Policy() is not { } policy) return errors == SslPolicyErrors.None;
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        if (sent is not null) policy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        using var chain = new X509Chain { ChainPolicy = policy };
        using var server = new X509Certificate2(certificate);
        return chain.Build(server);
    }

    private static X509Certificate2Collection? Load(string? file)
    {
        if (file is null) return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
