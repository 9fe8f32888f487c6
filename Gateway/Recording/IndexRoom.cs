namespace Gateway.Recording;

/// <summary>Where the index of recordings lies.</summary>
/// <param name="File">Absolute path of its file.</param>
public sealed record IndexOptions(string File);

/// <summary>Puts what reads recordings in place; it needs a <see cref="RecordingShelf"/>.</summary>
public static class IndexRoom
{
    /// <summary>Adds the index, its follower, frames and exports.</summary>
    public static IServiceCollection AddRecordingIndex(this IServiceCollection services, IndexOptions options)
    {
        services.AddSingleton(provider => new IndexFile(options.File, provider.GetRequiredService<ILogger<IndexFile>>()));
        services.AddSingleton<IndexWriter>();
        services.AddSingleton<IndexReading>();
        services.AddSingleton(provider => new RecordingIndex(provider.GetRequiredService<IndexFile>(), provider.GetRequiredService<IndexWriter>(), provider.GetRequiredService<IndexReading>()));
        services.AddSingleton(provider => new RecordingFollower(
            provider.GetRequiredService<IndexFile>(), provider.GetRequiredService<IndexReading>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RecordingFollower>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RecordingFollower>());
        services.AddSingleton<RecordingFrames>();
        services.AddSingleton<RecordingExport>();
        return services;
    }
}
