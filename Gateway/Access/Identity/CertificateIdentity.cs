using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Access.Identity;

/// <summary>Why a certificate signs nobody in.</summary>
public enum CertificateFault
{
    /// <summary>It does.</summary>
    None,

    /// <summary>None was shown.</summary>
    Missing,

    /// <summary>Its time is over, or has not come.</summary>
    Expired,

    /// <summary>It is not for signing in (extended key usage clientAuth, RFC 5280, 4.2.1.12).</summary>
    Purpose,

    /// <summary>No authority of ours has signed it.</summary>
    Stranger,

    /// <summary>It does not name exactly one person in the place where the name is looked for.</summary>
    Nameless,
}

/// <summary>Who a browser is from, as its certificate says.</summary>
/// <param name="options">How people sign in.</param>
/// <param name="time">The clock.</param>
public sealed class CertificateIdentity(SignInOptions options, TimeProvider time)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2", AlternativeNames = "2.5.29.17", CommonName = "2.5.4.3", PrincipalName = "1.3.6.1.4.1.311.20.2.3";

    /// <summary>The person behind a request's certificate, or why there is none.</summary>
    public (Person? Person, CertificateFault Fault) Read(HttpContext context) =>
        ClientCertificates.Of(context) is { } shown ? Read(shown.Certificate, shown.Sent) : (null, CertificateFault.Missing);

    /// <summary>The person whom a certificate names, or why it names none.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="sent">Certificates between it and the authority.</param>
    internal (Person? Person, CertificateFault Fault) Read(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        if (options.Certificates is not { } settings) return (null, CertificateFault.Missing);
        var now = time.GetUtcNow();
        if (now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime()) return (null, CertificateFault.Expired);
        // One without any usage would be good for all of them.
        if (!certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages[ClientAuthentication] is not null)) return (null, CertificateFault.Purpose);
        if (!IsOurs(certificate, sent, settings.Authority)) return (null, CertificateFault.Stranger);
        List<string> names;
        try
        {
            names = NamesIn(certificate, settings.Name);
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException or InvalidOperationException)
        {
            return (null, CertificateFault.Nameless);
        }
        return names is [var name] && Person.IsName(name) ? (new Person(SignInWay.Certificate, name, name, []), CertificateFault.None) : (null, CertificateFault.Nameless);
    }

    private bool IsOurs(X509Certificate2 certificate, X509Certificate2Collection sent, string authority)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.ImportFromPemFile(authority); // anew each time, so that a changed file counts
        policy.ExtraStore.AddRange(sent);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    private static List<string> NamesIn(X509Certificate2 certificate, CertificateName place) => place switch
    {
        CertificateName.CommonName => [.. certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
            .Where(part => part.HasMultipleElements || part.GetSingleElementType().Value == CommonName)
            .Select(part => part.GetSingleElementValue()).OfType<string>()],
        CertificateName.Email => Alternatives(certificate, reader =>
            reader.PeekTag() == new Asn1Tag(TagClass.ContextSpecific, 1) ? reader.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, 1)) : Skip(reader)),
        CertificateName.PrincipalName => Alternatives(certificate, reader => reader.PeekTag() == new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true) ? Other(reader) : Skip(reader)),
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    private static List<string> Alternatives(X509Certificate2 certificate, Func<AsnReader, string?> read)
    {
        List<string> names = [];
        foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == AlternativeNames))
        {
            var list = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (list.HasData)
                if (read(list) is { } name) names.Add(name);
        }
        return names;
    }

    // otherName of RFC 5280, 4.2.1.6: what kind of name it is, and the name in a wrapping of its own.
    private static string? Other(AsnReader reader)
    {
        var other = reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true));
        return other.ReadObjectIdentifier() == PrincipalName
            ? other.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)).ReadCharacterString(UniversalTagNumber.UTF8String) : null;
    }

    private static string? Skip(AsnReader reader)
    {
        reader.ReadEncodedValue();
        return null;
    }
}
