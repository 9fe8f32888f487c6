using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Access.Identity;
using Gateway.Configuration;
using Gateway.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway;

/// <summary>Opens the gateway's doors: one for browsers, one for the other nodes, one for the operator.</summary>
internal static class Listening
{
    /// <summary>Adds every listener that the configuration asks for.</summary>
    public static void ListenAsConfigured(this KestrelServerOptions kestrel, GatewayConfiguration configuration, Listeners listeners)
    {
        var (tls, cluster) = (configuration.Tls, configuration.Cluster);
        // First, so that whoever finds the gateway open can ask how it is.
        if (configuration.Operations.Listen is { } operations) Open(Door.Operations, operations, tls.Certificate, tls.Key);
        if (configuration.OperationsSocket is { } path) kestrel.ListenUnixSocket(path, options => listeners.Add(Door.Operations, Uri.UriSchemeHttp, path, options));
        foreach (var address in configuration.Listen) Open(Door.Public, address, tls.Certificate, tls.Key);
        if (configuration.Redis.Address is not null) Open(Door.Node, cluster.Listen, cluster.Certificate, cluster.Key);

        void Open(Door door, ListenAddress address, string? certificate, string? key)
        {
            switch (address.Host)
            {
                case "*":
                    kestrel.ListenAnyIP(address.Port, Set);
                    break;
                case "localhost":
                    kestrel.ListenLocalhost(address.Port, Set);
                    break;
                default:
                    kestrel.Listen(IPAddress.Parse(address.Host), address.Port, Set);
                    break;
            }

            void Set(ListenOptions options)
            {
                if (address.IsHttps)
                    options.UseHttps(https =>
                    {
                        Identify(https, certificate!, key!);
                        if (door == Door.Public && configuration.SignIn.Certificates.Authority is not null) ClientCertificates.Ask(https);
                    });
                listeners.Add(door, address.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, address.Host, options);
            }
        }
    }

    // The file holds the chain too, which clients that know only its root have to be sent (RFC 8446, 4.4.2).
    private static void Identify(HttpsConnectionAdapterOptions https, string certificate, string key)
    {
        https.ServerCertificate = X509Certificate2.CreateFromPemFile(certificate, key);
        https.ServerCertificateChain = [];
        https.ServerCertificateChain.ImportFromPemFile(certificate);
    }
}
