using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>A configuration file on disk, with the files that it names.</summary>
internal sealed class WrittenFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public WrittenFolder() => Write("client", "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public string Path => folder.Path;

    public string this[string name] => folder[name];

    public string Write(string name, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) => folder.Write(name, content, mode);

    public void WriteCertificate(string certificateName, string keyName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Write(certificateName, certificate.ExportCertificatePem());
        Write(keyName, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Loads these settings beside a domain and a client that is there.</summary>
    public ConfigurationResult Load(string settings, bool prepare = false)
    {
        var clients = settings.Contains("\"clients\"", StringComparison.Ordinal) ? "" : $"\"clients\": {{ \"ssh\": \"{this["client"]}\", \"telnet\": null }},";
        var file = Write("gateway.json", $"{{ \"domain\": \"host.example\",\n{clients}\n{settings} }}");
        return ConfigurationLoader.Load(file, new Dictionary<string, string>(), prepare);
    }

    /// <summary>The only fault there is.</summary>
    public ConfigurationFault Fault(string settings) => Assert.Single(Load(settings).Faults);

    public void Dispose() => folder.Dispose();
}
