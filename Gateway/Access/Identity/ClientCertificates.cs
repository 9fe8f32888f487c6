using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Access.Identity;

/// <summary>
/// Asks browsers for a certificate when they connect: HTTP/2 cannot ask later (RFC 9113, 9.2.3). Every certificate is
/// let through here, so that a wrong one leads to words instead of a broken connection; <see cref="CertificateIdentity"/>
/// says what it is worth.
/// </summary>
public static class ClientCertificates
{
    // Nobody needs more, and each is work for us.
    private const int LongestChain = 10;

    /// <summary>Makes a listener ask.</summary>
    /// <param name="https">The listener.</param>
    public static void Ask(HttpsConnectionAdapterOptions https)
    {
        // The server's own setting for this would keep what came along with the certificate to itself.
        https.ClientCertificateMode = ClientCertificateMode.NoCertificate;
        https.OnAuthenticate = static (connection, tls) =>
        {
            tls.ClientCertificateRequired = true; // asks; who shows none is let through below
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                // Both are gone when the handshake is.
                var sent = Copies(chain);
                if (certificate is not null) connection.Features.Set(new Shown(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()), sent));
                return sent.Count <= LongestChain;
            };
        };
    }

    /// <summary>What the browser of a request has shown; null for nothing.</summary>
    internal static Shown? Of(HttpContext context) => context.Features.Get<Shown>();

    private static X509Certificate2Collection Copies(X509Chain? chain)
    {
        var copies = new X509Certificate2Collection();
        foreach (var sent in chain?.ChainPolicy.ExtraStore ?? []) copies.Add(X509CertificateLoader.LoadCertificate(sent.RawData));
        return copies;
    }

    /// <summary>A certificate with those that came along.</summary>
    internal sealed record Shown(X509Certificate2 Certificate, X509Certificate2Collection Sent);
}
