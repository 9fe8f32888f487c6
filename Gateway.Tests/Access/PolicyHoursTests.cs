using System.Globalization;
using Gateway.Access.Policies;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>When a rule's hours run, on ordinary days and on those when the clocks change.</summary>
public sealed class PolicyHoursTests
{
    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");
    private static readonly DayOfWeek[] WorkingDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [Theory]
    [InlineData("2026-11-25T07:59:59+01:00", null)] // a Wednesday
    [InlineData("2026-11-25T08:00:00+01:00", "2026-11-25T18:00+01:00")]
    [InlineData("2026-11-25T17:59:59+01:00", "2026-11-25T18:00+01:00")]
    [InlineData("2026-11-25T18:00:00+01:00", null)]
    [InlineData("2026-11-25T16:30:00Z", "2026-11-25T18:00+01:00")]
    [InlineData("2026-11-28T12:00:00+01:00", null)] // a Saturday
    [InlineData("2026-07-01T06:00:00Z", "2026-07-01T18:00+02:00")] // summer
    public void A_working_day_is_from_its_beginning_to_before_its_end(string at, string? end) =>
        Assert.Equal(Moment(end), new PolicyHours([.. WorkingDays], new(8, 0), new(18, 0), Brussels).EndAt(Moment(at)!.Value));

    [Theory]
    [InlineData("2026-11-27T21:59+01:00", null)]
    [InlineData("2026-11-27T22:00+01:00", "2026-11-28T06:00+01:00")] // Friday night
    [InlineData("2026-11-28T05:59+01:00", "2026-11-28T06:00+01:00")] // still Friday's
    [InlineData("2026-11-28T06:00+01:00", null)]
    [InlineData("2026-11-28T23:00+01:00", null)] // Saturday night
    [InlineData("2026-11-30T05:00+01:00", null)] // Monday morning belongs to Sunday
    public void A_night_belongs_to_the_day_on_which_it_begins(string at, string? end) =>
        Assert.Equal(Moment(end), new PolicyHours([.. WorkingDays], new(22, 0), new(6, 0), Brussels).EndAt(Moment(at)!.Value));

    // 29 March 2026: 02:00 becomes 03:00.
    [Theory]
    [InlineData(1, 0, 2, 30, "2026-03-29T00:30Z", "2026-03-29T01:00Z")] // the end is skipped: when the clocks jump
    [InlineData(1, 0, 2, 30, "2026-03-29T01:00Z", null)]
    [InlineData(2, 30, 4, 0, "2026-03-29T00:59Z", null)]
    [InlineData(2, 30, 4, 0, "2026-03-29T01:00Z", "2026-03-29T02:00Z")] // and so is the beginning
    public void What_the_clocks_skip_in_spring_is_when_they_do(int fromHour, int fromMinute, int toHour, int toMinute, string at, string? end) =>
        Assert.Equal(Moment(end), new PolicyHours([], new(fromHour, fromMinute), new(toHour, toMinute), Brussels).EndAt(Moment(at)!.Value));

    // 25 October 2026: 03:00 becomes 02:00, so that 02:30 is shown at 00:30Z and 01:30Z.
    [Theory]
    [InlineData("2026-10-25T00:15Z", "2026-10-25T00:30Z")]
    [InlineData("2026-10-25T00:30Z", null)]
    [InlineData("2026-10-25T01:15Z", null)] // the clocks show 02:15 again
    [InlineData("2026-10-25T01:45Z", null)]
    public void Hours_that_ended_do_not_come_back_with_the_clocks_in_autumn(string at, string? end) =>
        Assert.Equal(Moment(end), new PolicyHours([], new(1, 0), new(2, 30), Brussels).EndAt(Moment(at)!.Value));

    [Fact]
    public void Hours_that_run_on_into_the_next_do_not_end_between_them()
    {
        var days = new PolicyHours([.. WorkingDays], default, default, TimeZoneInfo.Utc);

        Assert.Equal(Moment("2026-11-28T00:00Z"), days.EndAt(Moment("2026-11-25T12:00Z")!.Value));
        Assert.Null(days.EndAt(Moment("2026-11-28T00:00Z")!.Value));
    }

    [Fact]
    public void What_never_ends_is_said_to_run_for_a_week()
    {
        var always = new PolicyHours([], default, default, Brussels);
        var at = Moment("2026-11-25T12:00Z")!.Value;

        Assert.InRange(always.EndAt(at)!.Value - at, TimeSpan.FromDays(7), TimeSpan.FromDays(8));
    }

    [Fact]
    public void The_end_that_is_told_is_the_end()
    {
        var hours = new PolicyHours([DayOfWeek.Sunday, DayOfWeek.Wednesday], new(1, 15), new(2, 45), Brussels);
        for (var at = Moment("2026-01-01T00:00Z")!.Value; at.Year == 2026; at = at.AddMinutes(45))
        {
            if (hours.EndAt(at) is not { } end) continue;
            Assert.Null(hours.EndAt(end));
            Assert.Equal(end, hours.EndAt(end.AddTicks(-1)));
        }
    }

    private static DateTimeOffset? Moment(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
