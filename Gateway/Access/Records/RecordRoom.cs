namespace Gateway.Access.Records;

/// <summary>Puts the records of one node in place; the room Cluster puts shared ones in their place.</summary>
public static class RecordRoom
{
    /// <summary>Adds the node's file, and records that are kept there.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services, RecordOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RecordFile>();
        services.AddSingleton<RecordCopies>();
        services.AddSingleton<IRecords, LocalRecords>();
        services.AddHostedService<RecordPruning>();
        return services;
    }
}
