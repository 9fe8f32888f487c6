namespace Gateway.Recording;

/// <summary>Puts the recording of this node in place.</summary>
public static class RecordingRoom
{
    /// <summary>
    /// Adds it. Recordings are begun by <see cref="Recorders.StartAsync"/> alone. A <see cref="RecordingRemoved"/> among the
    /// services is told of those that are removed for their age or size.
    /// </summary>
    public static IServiceCollection AddRecording(this IServiceCollection services, RecordingOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RecordingStorage>();
        services.AddSingleton<Recorders>();
        services.AddSingleton<RecordingShelf>();
        services.AddSingleton<RetentionRun>();
        services.AddHostedService<RecordingUploads>();
        services.AddHostedService<RecordingUpkeep>();
        return services;
    }
}
