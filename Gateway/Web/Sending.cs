namespace Gateway.Web;

/// <summary>Notices to pages that nobody waits for: who is slow to read holds nobody up.</summary>
internal static class Sending
{
    /// <summary>Lets it be sent.</summary>
    /// <param name="notice">What is on its way.</param>
    /// <param name="failed">Told if it could not be sent.</param>
    public static void Unwaited(this Task notice, Action<Exception> failed) => _ = notice.ContinueWith(
        done => failed(done.Exception!.GetBaseException()), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
