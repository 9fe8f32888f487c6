using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gateway.Access.Records;

/// <summary>Where records are kept on this node.</summary>
/// <param name="File">Absolute path of the file.</param>
public sealed record RecordOptions(string File);

/// <summary>
/// Records in an SQLite file that only this account may read. A change is on the disk when it returns. Another process
/// may use the same file: changes are made one after the other, and show here.
/// </summary>
internal sealed partial class RecordFile : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Result codes of SQLite: what is there is damaged, or is no such file at all.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private const string Columns = "kind, id, owner, json, expires, version, pending";

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordFile> _logger;
    private SqliteConnection _connection;
    private long _seen;

    /// <summary>Opens the file, or begins one. A damaged one is moved aside.</summary>
    /// <exception cref="IOException">It can neither be opened nor begun.</exception>
    public RecordFile(RecordOptions options, TimeProvider time, ILogger<RecordFile> logger)
    {
        (_path, _time, _logger) = (options.File, time, logger);
        try
        {
            _connection = Open();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Corrupt or NotADatabase)
        {
            string aside = MoveAside();
            Damaged(_path, aside, exception.Message);
            _connection = Reopen();
        }
        catch (SqliteException exception)
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Whether another process has changed something since <see cref="ReadAll"/>.</summary>
    public bool IsChanged => Number("PRAGMA data_version") != _seen;

    /// <summary>Everything that is in it.</summary>
    public IReadOnlyList<KeptRecord> ReadAll()
    {
        _seen = Number("PRAGMA data_version");
        using var command = Command($"SELECT {Columns} FROM records");
        using var row = command.ExecuteReader();
        List<KeptRecord> all = [];
        while (row.Read())
        {
            // Kinds of a newer version stay for that version.
            if (!Enum.TryParse<RecordKind>(row.GetString(0), out var kind)) continue;
            all.Add(new KeptRecord(kind, row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero), row.GetInt64(5), row.GetBoolean(6)));
        }
        return all;
    }

    /// <summary>Changes it in one step, which no other process's comes between.</summary>
    /// <param name="decide">What to write, once it is settled what is there.</param>
    /// <exception cref="SqliteException">It cannot be written; nothing has changed.</exception>
    public IReadOnlyList<KeptRecord> Change(Func<IReadOnlyList<KeptRecord>> decide)
    {
        using var transaction = _connection.BeginTransaction();
        var rows = decide();
        foreach (var record in rows)
        {
            using var command = Command($"INSERT OR REPLACE INTO records ({Columns}) VALUES ($kind, $id, $owner, $json, $expires, $version, $pending)");
            command.Transaction = transaction;
            command.Parameters.AddWithValue("$kind", record.Kind.ToString());
            command.Parameters.AddWithValue("$id", record.Id);
            command.Parameters.AddWithValue("$owner", record.Owner);
            command.Parameters.AddWithValue("$json", (object?)record.Json ?? DBNull.Value);
            command.Parameters.AddWithValue("$expires", record.Expires.UtcTicks);
            command.Parameters.AddWithValue("$version", record.Version);
            command.Parameters.AddWithValue("$pending", record.IsPending);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return rows;
    }

    /// <summary>Drops what has expired.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Prune(DateTimeOffset now)
    {
        using var command = Command("DELETE FROM records WHERE expires <= $now");
        command.Parameters.AddWithValue("$now", now.UtcTicks);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private SqliteConnection Open()
    {
        try
        {
            // Its companions for the write-ahead log take their mode from it.
            if (!File.Exists(_path)) new FileStream(_path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = Private }).Dispose();
            File.SetUnixFileMode(_path, Private);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unusable(exception);
        }
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            if (Run(connection, "PRAGMA quick_check(1)") is not "ok") throw new SqliteException("quick_check finds damage", Corrupt);
            Run(connection, """
                CREATE TABLE IF NOT EXISTS records (
                  kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, json TEXT, expires INTEGER NOT NULL,
                  version INTEGER NOT NULL, pending INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID
                """);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Reopen()
    {
        try
        {
            return Open();
        }
        catch (SqliteException exception)
        {
            throw Unusable(exception);
        }
    }

    private string MoveAside()
    {
        string aside = string.Create(CultureInfo.InvariantCulture, $"{_path}.damaged-{_time.GetUtcNow():yyyyMMdd-HHmmss}");
        foreach (string companion in new[] { "-wal", "-shm", "" })
            if (File.Exists(_path + companion)) File.Move(_path + companion, aside + companion, overwrite: true);
        return aside;
    }

    private IOException Unusable(Exception exception) => new($"The file of sign-ins and tokens, {_path}, cannot be used: {exception.Message}", exception);

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private long Number(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    [LoggerMessage(1, LogLevel.Error, "The file of sign-ins and tokens, {File}, is damaged ({Reason}) and was moved to {Aside}. A new one is begun: people have to sign in again, and API tokens have to be made anew unless Redis has them")]
    private partial void Damaged(string file, string aside, string reason);
}
