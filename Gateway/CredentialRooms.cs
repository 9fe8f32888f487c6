using System.Runtime.InteropServices;
using System.Text;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Credentials;
using Gateway.Terminals;
using Gateway.Web;
using Gateway.Web.Credentials;

namespace Gateway;

/// <summary>Hands the room Credentials its part of the configuration.</summary>
internal static class CredentialRooms
{
    // The variable is gone once it was read, and one process may build several gateways.
    private static readonly Dictionary<string, byte[]> FromVariables = [];

    public static IServiceCollection AddCredentials(this IServiceCollection services, GatewayConfiguration configuration)
    {
        services.AddCredentialStore(OptionsOf(configuration, Folder(configuration)));
        services.AddSingleton<CredentialKeeping>();
        services.AddSingleton<SignInDelivery>();
        return services.AddSingleton<TerminalSignIns>();
    }

    /// <summary>The store of a gateway that need not run, for the command line: the node's file, or Redis.</summary>
    /// <exception cref="CredentialException">Redis does not answer.</exception>
    public static async Task<ServiceProvider> OpenAsync(GatewayConfiguration configuration, string folder)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddRecords(new RecordOptions(Path.Combine(configuration.Data, "records.db")))
            .AddCluster(configuration, new Listeners())
            .AddCredentialStore(OptionsOf(configuration, folder))
            .AddSingleton(provider => new CredentialKeeping(provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CredentialOptions>()));
        var provider = services.BuildServiceProvider();
        if (await ClusterRoom.ReachAsync(provider)) return provider;
        await provider.DisposeAsync();
        throw new CredentialException("The credential store could not be read: Redis does not answer.");
    }

    private static IServiceCollection AddCredentialStore(this IServiceCollection services, CredentialOptions options) =>
        services.AddSingleton(options).AddSingleton<VaultSecrets>().AddSingleton<CredentialStore>();

    private static CredentialOptions OptionsOf(GatewayConfiguration configuration, string folder)
    {
        var settings = configuration.Credentials;
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        bool own = Path.GetFullPath(runtime).TrimEnd('/') == AppContext.BaseDirectory.TrimEnd('/');
        return new CredentialOptions
        {
            MasterKey = MasterKeyOf(settings),
            Folder = folder,
            // Also where the library was started by "dotnet gateway.dll", or by a test: the program stands beside it.
            Program = Path.Combine(AppContext.BaseDirectory, "gateway"),
            Runtime = own ? null : Path.GetFullPath(Path.Combine(runtime, "../../..")),
            Vault = settings.Vault is not { Address: { } address } vault ? null : new VaultOptions
            {
                Address = address,
                Token = vault.TokenFile is { } token ? () => SecretFile.Read(token) : null,
                RoleId = vault.RoleId,
                SecretId = vault.SecretIdFile is { } secret ? () => SecretFile.Read(secret) : null,
                Mount = vault.Mount,
                Path = vault.Path,
                CertificateAuthority = vault.CertificateAuthority,
                Timeout = vault.Timeout,
            },
        };
    }

    private static Func<byte[]>? MasterKeyOf(CredentialSettings settings)
    {
        if (settings.MasterKeyFile is { } file) return () => File.ReadAllBytes(file);
        if (settings.MasterKeyVariable is not { } name) return null;
        lock (FromVariables)
        {
            if (Take(name) is { } content) FromVariables[name] = content;
            // A copy: whoever reads it clears it.
            return FromVariables.TryGetValue(name, out byte[]? kept) ? () => [.. kept] : null;
        }
    }

    // .NET's own copy of the environment is another than the one that proc(5) shows to the account, so both are cleared.
    private static unsafe byte[]? Take(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } value) return null;
        byte[] content = Encoding.UTF8.GetBytes(value);
        Environment.SetEnvironmentVariable(name, null);
        for (byte* at = Libc.getenv(name); at is not null && *at != 0; at++) *at = 0;
        return content;
    }

    // Beside the data where the path leaves room for a socket's name, else where temporary files are.
    private static string Folder(GatewayConfiguration configuration)
    {
        string folder = Path.Combine(configuration.Data, "sign-in");
        if (Encoding.UTF8.GetByteCount(folder) > PrivateFolder.Longest) folder = Directory.CreateTempSubdirectory("gateway-").FullName;
        PrivateFolder.Begin(folder);
        return folder;
    }
}
