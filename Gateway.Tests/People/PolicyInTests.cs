using Gateway.Access.Policies;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.People;

internal static class PolicyInTests
{
    /// <summary>Puts one rule in force in place of all others; administrators stay.</summary>
    public static void Allow(this TestGateway gateway, string name, Func<PolicyRule, PolicyRule> rule)
    {
        var policy = gateway.Services.GetRequiredService<PolicyInForce>();
        policy.Replace(policy.Current with { Rules = [rule(new PolicyRule { Name = name })] });
    }
}
