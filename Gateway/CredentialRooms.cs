using Gateway.Credentials;
using Gateway.Web.Credentials;

namespace Gateway;

/// <summary>Hands the room Credentials its part of the configuration.</summary>
internal static class CredentialRooms
{
    public static IServiceCollection AddCredentials(this IServiceCollection services) =>
        services.AddSingleton<SignInDelivery>().AddSingleton<TerminalSignIns>();
}
