using System.Collections.Immutable;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
using Gateway.Access.Policies;
using Gateway.Access.Records;
using Gateway.Access.Sharing;
using Gateway.Configuration;
using Gateway.Methods;
using Gateway.Telemetry;

namespace Gateway;

/// <summary>Hands the room Access its part of the configuration.</summary>
internal static class AccessRooms
{
    public static IServiceCollection AddAccess(this IServiceCollection services, GatewayConfiguration configuration)
    {
        services.AddSingleton(new OpenRate(configuration.Limits.OpensPerMinute));
        services.AddSingleton(SignIn(configuration.SignIn));
        services.AddSingleton(Audit(configuration));
        services.AddSingleton(new SharingOptions { IsOn = configuration.Sharing.Enabled, Longest = configuration.Sharing.Longest });
        services.AddSingleton(new PolicyInForce(PolicyOf(configuration)));
        services.AddSingleton(RecordingsOf(configuration));
        services.AddRecords(new RecordOptions(Path.Combine(configuration.Data, "records.db")));
        services.AddSingleton<SignIns>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<PersonSettings>();
        services.AddSingleton<Authorizer>();
        services.AddSingleton<AuditLog>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Reloading>(provider, configuration));
        services.AddHostedService<AuditLifetime>();
        services.AddSingleton(provider => HealthPart.People(() => provider.GetRequiredService<PeopleFile>().Fault));
        services.AddSingleton(provider => HealthPart.Audit(() => provider.GetRequiredService<AuditLog>().State));
        return services.AddIdentity(SignIn(configuration.SignIn));
    }

    /// <summary>The policy that a configuration means.</summary>
    public static Policy PolicyOf(GatewayConfiguration configuration) => new()
    {
        Rules = [.. configuration.Policy.Select(Rule)],
        AdministratorGroups = [.. configuration.Administrators.Groups],
        Administrators = [.. configuration.Administrators.People],
        WatchIsShown = configuration.Administrators.WatchIsShown,
    };

    /// <summary>What a configuration says of recordings.</summary>
    public static RecordingRights RecordingsOf(GatewayConfiguration configuration) => new()
    {
        IsOn = configuration.Recording.Terminals != RecordedTerminals.None,
        Usual = configuration.Recording.Terminals switch
        {
            RecordedTerminals.None or RecordedTerminals.Policy => RecordingNeed.None,
            RecordedTerminals.All => RecordingNeed.Wanted,
            RecordedTerminals.Required => RecordingNeed.Required,
            var other => throw new InvalidOperationException($"Unknown choice {other}."),
        },
        OwnersMayReplay = configuration.Recording.OwnersMayReplay,
        AuditorGroups = [.. configuration.Recording.Auditors.Groups],
        Auditors = [.. configuration.Recording.Auditors.People],
    };

    /// <summary>How people sign in.</summary>
    public static SignInOptions SignIn(SignInSettings settings) => new()
    {
        Lifetime = settings.Lifetime,
        IdleTimeout = settings.IdleTimeout,
        Warning = settings.Warning,
        RevokeGrace = settings.RevokeGrace,
        AttemptsPerPerson = settings.AttemptsPerPerson,
        AttemptsPerAddress = settings.AttemptsPerAddress,
        AttemptWindow = settings.AttemptWindow,
        TokenLifetime = settings.TokenLifetime,
        PeopleFile = settings.People,
        Oidc = settings.Oidc is not { Authority: { } authority } oidc ? null
            : new OidcOptions(authority, oidc.ClientId!, Secret(oidc.ClientSecretFile), oidc.Scopes, oidc.NameClaim, oidc.GroupsClaim, oidc.Label, oidc.CertificateAuthority),
        Ldap = settings.Ldap is not { Url: { } url } ldap ? null : new LdapOptions
        {
            Url = url,
            StartTls = ldap.StartTls,
            CertificateAuthority = ldap.CertificateAuthority,
            UserDn = ldap.UserDn,
            SearchBase = ldap.SearchBase,
            SearchFilter = ldap.SearchFilter,
            BindDn = ldap.BindDn,
            BindPassword = Secret(ldap.BindPasswordFile),
            NameAttribute = ldap.NameAttribute,
            GroupBase = ldap.GroupBase,
            GroupFilter = ldap.GroupFilter,
            GroupName = ldap.GroupName,
            Timeout = ldap.Timeout,
        },
        Proxy = settings.Proxy.From.Count == 0 ? null : new ProxyOptions(settings.Proxy.From, settings.Proxy.UserHeader, settings.Proxy.GroupsHeader),
        Certificates = settings.Certificates.Authority is not { } people ? null : new CertificateOptions(people, settings.Certificates.Name switch
        {
            CertificateNamePlace.CommonName => CertificateName.CommonName,
            CertificateNamePlace.Email => CertificateName.Email,
            CertificateNamePlace.PrincipalName => CertificateName.PrincipalName,
            var other => throw new InvalidOperationException($"Unknown place of a name {other}."),
        }),
    };

    private static AuditOptions Audit(GatewayConfiguration configuration) => new()
    {
        File = configuration.Audit.File,
        FileSize = configuration.Audit.FileSize,
        Retain = TimeSpan.FromDays(configuration.Audit.RetainDays),
        Syslog = configuration.Audit.Syslog,
        ContinueWithout = configuration.Audit.OnFailure == AuditFailure.Continue,
        Node = configuration.Cluster.Name,
    };

    private static PolicyRule Rule(RuleSettings rule) => new()
    {
        Name = rule.Name,
        Groups = [.. rule.Groups],
        People = [.. rule.People],
        Ports = rule.Ports is null ? null : new PortSet([.. rule.Ports.Select(range => (range.First, range.Last))]),
        Devices = [.. rule.Devices],
        DeviceGroups = [.. rule.DeviceGroups],
        Methods = [.. rule.Methods],
        Users = [.. rule.Users],
        Hours = rule.Hours is not { } hours ? null : new PolicyHours([.. hours.Days], hours.From, hours.To, hours.Zone),
        May = rule.May switch
        {
            RuleRight.Type => TerminalRight.Type,
            RuleRight.Watch => TerminalRight.Watch,
            RuleRight.Nothing => TerminalRight.None,
            var other => throw new InvalidOperationException($"Unknown right {other}."),
        },
        Recorded = rule.Recorded,
        Longest = rule.Longest,
    };

    private static Func<string>? Secret(string? file) => file is null ? null : () => SecretFile.Read(file);
}
