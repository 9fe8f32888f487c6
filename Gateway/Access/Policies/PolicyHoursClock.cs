namespace Gateway.Access.Policies;

/// <summary>What a rule's hours say at a moment.</summary>
public static class PolicyHoursClock
{
    private const int Week = 7;

    /// <summary>
    /// When the hours that are running at a moment end; null if none are running. Hours that begin when others end go on
    /// with them, for a week at most.
    /// </summary>
    public static DateTimeOffset? EndAt(this PolicyHours hours, DateTimeOffset at)
    {
        DateTimeOffset? end = null;
        for (int days = 0; days <= Week && hours.Running(end ?? at) is { } next; days++) end = next;
        return end;
    }

    private static DateTimeOffset? Running(this PolicyHours hours, DateTimeOffset at)
    {
        var today = TimeZoneInfo.ConvertTime(at, hours.Zone).Date;
        // Those that began yesterday may run into today.
        foreach (int back in new[] { 0, 1 })
        {
            var day = today.AddDays(-back);
            if (!hours.Days.IsEmpty && !hours.Days.Contains(day.DayOfWeek)) continue;
            var end = day + hours.To.ToTimeSpan();
            if (hours.To <= hours.From) end = end.AddDays(1);
            var until = Instant(end, hours.Zone);
            if (at >= Instant(day + hours.From.ToTimeSpan(), hours.Zone) && at < until) return until;
        }
        return null;
    }

    // A time that the clocks skip in spring is taken as the moment when they do, one that they show twice in autumn as the
    // first: a right is over when its time has come.
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
