using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>
/// The SQLite file of the index, which only this account may read. All that is in it was read from recordings, so that a
/// file that is damaged or of another version is removed and begun anew. Several processes may use it at once.
/// </summary>
internal sealed partial class IndexFile(string path, ILogger<IndexFile> logger)
{
    // The version of what is below; another one's file is not read.
    private const int Version = 3;

    // Names the kind of file in its header: "gwrx".
    private const int Kind = 0x67777278;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Result codes of SQLite: what is there is damaged, or is no such file at all.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    // A block's id is the recording's number and the block's place in it, so that the newest comes first by going backwards.
    private const string Schema = """
        CREATE TABLE scopes (scope INTEGER PRIMARY KEY, owner TEXT NOT NULL, method TEXT NOT NULL, user TEXT NOT NULL, port INTEGER NOT NULL, UNIQUE (owner, method, user, port));
        CREATE TABLE recordings (
          number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, scope INTEGER NOT NULL REFERENCES scopes, name TEXT NOT NULL, domain TEXT NOT NULL, node TEXT NOT NULL, device TEXT NOT NULL, address TEXT NOT NULL,
          started INTEGER NOT NULL, seconds REAL NOT NULL, bytes INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT,
          done INTEGER NOT NULL, revision INTEGER NOT NULL, progress TEXT NOT NULL, screen BLOB NOT NULL);
        CREATE INDEX recordings_by_scope ON recordings (scope, number);
        CREATE TABLE markers (number INTEGER NOT NULL, place INTEGER NOT NULL, at REAL NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (number, place)) WITHOUT ROWID;
        CREATE TABLE keyframes (
          number INTEGER NOT NULL, at REAL NOT NULL, segment INTEGER NOT NULL, offset INTEGER NOT NULL, columns INTEGER NOT NULL, rows INTEGER NOT NULL, data BLOB NOT NULL, person TEXT);
        CREATE INDEX keyframes_by_time ON keyframes (number, at);
        CREATE TABLE blocks (block INTEGER PRIMARY KEY, at REAL NOT NULL, follows INTEGER NOT NULL, lines TEXT NOT NULL);
        CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');
        """;

    private readonly Lock _beginning = new();

    /// <summary>Absolute path of the file.</summary>
    public string Path => path;

    /// <summary>Opens the file; begins it if it is missing, of another version, or cannot be read.</summary>
    /// <exception cref="SqliteException">It can neither be opened nor begun.</exception>
    public SqliteConnection Open()
    {
        lock (_beginning)
        {
            try
            {
                return OpenOnce();
            }
            catch (SqliteException exception) when (IsDamage(exception))
            {
                Remove(exception.Message);
                return OpenOnce();
            }
        }
    }

    /// <summary>Whether the file itself is what is wrong.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>Removes the file. Who has it open still reads what was there.</summary>
    public void Remove(string reason)
    {
        Removed(path, reason);
        foreach (string companion in new[] { "-wal", "-shm", "" }) File.Delete(path + companion);
    }

    private SqliteConnection OpenOnce()
    {
        // Its companions for the write-ahead log take their mode from it.
        if (!File.Exists(path)) new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = Private }).Dispose();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            // What the last second before a power failure brought is read again.
            connection.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
            if (connection.Number("PRAGMA user_version") == Version && connection.Number("PRAGMA application_id") == Kind) return connection;
            using var transaction = connection.BeginTransaction(deferred: false);
            if (connection.Number("SELECT count(*) FROM sqlite_master") == 0)
            {
                connection.Run($"{Schema}; PRAGMA user_version = {Version}; PRAGMA application_id = {Kind}");
                transaction.Commit();
            }
            else if (connection.Number("PRAGMA user_version") != Version)
            {
                throw new SqliteException("it is of another version", NotADatabase);
            }
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The index of recordings, {File}, is made anew: {Reason}")]
    private partial void Removed(string file, string reason);
}
