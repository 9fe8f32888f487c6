using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class LatestNoticeTests
{
    [Fact]
    public async Task A_page_that_does_not_read_has_one_notice_waiting_and_is_told_the_latest_later()
    {
        var page = new SlowPage();
        var notices = new LatestNotice<long>(page.Taken, 0);
        for (int i = 1; i <= 1000; i++) notices.Tell(i);
        await Harness.Wait.UntilAsync(() => page.Told.Count == 1, "the first notice");
        notices.Tell(1001);
        page.Read.SetResult();
        await Harness.Wait.UntilAsync(() => page.Told is [_, 1001], "the latest");
        notices.Tell(1002);
        await Harness.Wait.UntilAsync(() => page.Told is [_, 1001, 1002], "the next");
    }

    // Stands for a connection whose socket takes no more until the page reads.
    private sealed class SlowPage
    {
        private readonly List<long> _told = [];

        public TaskCompletionSource Read { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<long> Told
        {
            get { lock (_told) return [.. _told]; }
        }

        public Task Taken(long input)
        {
            lock (_told) _told.Add(input);
            return Read.Task;
        }
    }
}
