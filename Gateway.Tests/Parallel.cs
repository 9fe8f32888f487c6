// Most tests wait for other processes; with as many at once as there are cores these would be idle.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 4)]
