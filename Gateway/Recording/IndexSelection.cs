using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>A filter and what somebody may see, as a condition in SQL on recordings and their scopes.</summary>
internal sealed class IndexSelection
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];

    /// <summary>Puts the condition together. Whom the visibility hides drops out in the same statement that everything comes from.</summary>
    public IndexSelection(SqliteConnection index, RecordingFilter filter, RecordingVisibility visibility)
    {
        if (!visibility.IsAll)
        {
            var seen = index.Rows(row => (Scope: row.GetInt64(0), Is: visibility.Sees(new RecordingScope(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)))),
                "SELECT scope, owner, method, user, port FROM scopes").Where(one => one.Is).Select(one => one.Scope);
            Add("scope IN (SELECT value FROM json_each({0}))", JsonSerializer.Serialize(seen));
        }
        if (filter.Recording is { } id) Add("id = {0}", id);
        if (filter.Person is { } person) Add("(owner = {0} OR name = {0} OR substr(owner, nullif(instr(owner, ':'), 0) + 1) = {0})", person);
        if (filter.Port is { } port) Add("port = {0}", port);
        if (filter.Method is { } method) Add("method = {0}", method);
        if (filter.After is { } after) Add($"(state = {(int)RecordingState.Live} OR started + CAST(seconds * {TimeSpan.TicksPerSecond} AS INTEGER) >= {{0}})", after.UtcTicks);
        if (filter.Before is { } before) Add("started < {0}", before.UtcTicks);
    }

    /// <summary>What follows WHERE.</summary>
    public string Condition => _conditions.Count == 0 ? "TRUE" : string.Join(" AND ", _conditions);

    /// <summary>Values of the parameters.</summary>
    public object?[] Values => [.. _values];

    /// <summary>Adds a condition.</summary>
    /// <param name="condition">In SQL, with <c>{0}</c> where the value belongs.</param>
    /// <param name="value">The value.</param>
    public void Add(string condition, object? value)
    {
        _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, $"${_values.Count}"));
        _values.Add(value);
    }
}
