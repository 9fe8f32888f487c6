using System.Reflection;

namespace Gateway.Access.Audit;

/// <summary>Puts on record that the gateway starts and stops, and opens the record before anything can happen.</summary>
public sealed class AuditLifetime(AuditLog log) : IHostedService
{
    private static readonly string Version = typeof(AuditLifetime).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.Write(new AuditEntry(AuditEvent.GatewayStarted) { Reason = Version });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        log.Write(new AuditEntry(AuditEvent.GatewayStopped) { Reason = Version });
        return Task.CompletedTask;
    }
}
