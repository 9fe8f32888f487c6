namespace Gateway.Recording;

/// <summary>Puts the recording of this node in place.</summary>
public static class RecordingRoom
{
    /// <summary>Adds it. Recordings are begun by <see cref="Recorders.StartAsync"/> alone.</summary>
    public static IServiceCollection AddRecording(this IServiceCollection services, RecordingOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RecordingStorage>();
        services.AddSingleton<Recorders>();
        services.AddSingleton<RecordingShelf>();
        services.AddHostedService<RecordingUpkeep>();
        return services;
    }
}
