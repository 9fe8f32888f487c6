// Most tests wait for other processes: a few more at once than a small machine has cores, and not so many that they wait in vain.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 3)]
