namespace Gateway.Access.Policies;

/// <summary>What a rule's hours say at a moment.</summary>
public static class PolicyHoursClock
{
    /// <summary>When the hours that are running at a moment end; null if none are running.</summary>
    public static DateTimeOffset? EndAt(this PolicyHours hours, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, hours.Zone).DateTime;
        // Those that began yesterday may run into today.
        foreach (int back in new[] { 0, 1 })
        {
            var day = local.Date.AddDays(-back);
            if (!hours.Days.IsEmpty && !hours.Days.Contains(day.DayOfWeek)) continue;
            var begin = day + hours.From.ToTimeSpan();
            var end = day + hours.To.ToTimeSpan();
            if (end <= begin) end = end.AddDays(1);
            if (local >= begin && local < end) return Instant(end, hours.Zone);
        }
        return null;
    }

    // A time that the clocks skip in spring is taken as the moment when they do.
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
