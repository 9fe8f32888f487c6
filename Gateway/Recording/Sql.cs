using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>Statements of the index in one line each. Values are parameters named <c>$0</c>, <c>$1</c> and so on.</summary>
internal static class Sql
{
    /// <summary>Prepares a statement.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i}", values[i] ?? DBNull.Value);
        return command;
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows that it changed.</returns>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The one number that a statement gives; 0 if it gives none.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>What a statement gives, row by row.</summary>
    public static IEnumerable<T> Rows<T>(this SqliteConnection connection, Func<SqliteDataReader, T> read, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        using var row = command.ExecuteReader();
        while (row.Read()) yield return read(row);
    }
}
