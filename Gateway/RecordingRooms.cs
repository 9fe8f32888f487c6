using Gateway.Access.Audit;
using Gateway.Configuration;
using Gateway.Methods;
using Gateway.Recording;
using Gateway.Telemetry;

namespace Gateway;

/// <summary>Hands the room Recording its part of the configuration.</summary>
internal static class RecordingRooms
{
    public static IServiceCollection AddRecording(this IServiceCollection services, GatewayConfiguration configuration)
    {
        services.AddRecording(OptionsOf(configuration));
        services.AddRecordingIndex(new IndexOptions(IndexOf(configuration)));
        services.AddSingleton<RecordingRemoved>(provider => (facts, reason) =>
        {
            provider.GetRequiredService<RecordingFollower>().Look(facts.Id);
            provider.GetRequiredService<AuditLog>().Write(new AuditEntry(AuditEvent.RecordingPruned)
            {
                Target = facts.Id, Method = facts.Method, User = facts.User, Port = facts.Port, Reason = $"of {facts.Owner}: {reason}",
            });
        });
        return services.AddSingleton(provider => HealthPart.Recording(() => Problem(provider)));
    }

    /// <summary>Path of the file of the index of a configuration's recordings.</summary>
    public static string IndexOf(GatewayConfiguration configuration) => Path.Combine(configuration.Data, "recordings.db");

    /// <summary>Why terminals cannot be recorded, or recordings not be found; null if all is well.</summary>
    public static string? Problem(IServiceProvider services) => services.GetRequiredService<Recorders>().Problem ?? services.GetRequiredService<RecordingFollower>().Problem;

    /// <summary>Where and how terminals are recorded, as a configuration says it.</summary>
    public static RecordingOptions OptionsOf(GatewayConfiguration configuration)
    {
        var settings = configuration.Recording;
        return new RecordingOptions
        {
            Folder = configuration.RecordingFolder,
            KeyFile = Path.Combine(configuration.Data, "keys", "recording.pem"),
            Node = configuration.Cluster.Name,
            SegmentTime = settings.SegmentTime,
            SegmentSize = settings.SegmentSize,
            Input = settings.Input,
            Retention =
            [
                .. settings.Retain.Select(rule => Rule(new PortSet([.. rule.Ports.Select(range => (range.First, range.Last))]), rule.Days, rule.Bytes)),
                Rule(null, settings.RetainDays, settings.RetainBytes),
            ],
            S3 = settings.S3 is not { Bucket: { } bucket, AccessKeyFile: { } access, SecretKeyFile: { } secret } s3 ? null : new S3Options
            {
                Endpoint = s3.Endpoint,
                Bucket = bucket,
                Region = s3.Region,
                Prefix = s3.Prefix,
                AccessKey = () => SecretFile.Read(access),
                SecretKey = () => SecretFile.Read(secret),
            },
        };
    }

    private static RetentionRule Rule(PortSet? ports, int days, long bytes) => new(ports, days == 0 ? null : TimeSpan.FromDays(days), bytes == 0 ? null : bytes);
}
