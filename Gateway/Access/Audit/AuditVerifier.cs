using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Access.Audit;

/// <summary>
/// Checks that a record is as it was written: that each line holds the hash of the line before, that numbers go up by
/// one, that it begins at its beginning or where old files were removed on record, and that it goes at least as far as its
/// head says. It cannot tell where somebody wrote everything anew, head and all.
/// </summary>
public sealed class AuditVerifier
{
    private const int MostFindings = 50;

    private readonly List<AuditFinding> _findings = [];
    private readonly List<(long From, long To, int Finding)> _gaps = [];
    private readonly HashSet<(long, string)> _pruned = [];
    private readonly bool _whole;
    private readonly AuditHead? _head;
    private string _file = "";
    private long _line, _lines, _more, _first, _number;
    private int _files;
    private string _hash = "", _node = "";
    private bool _headSeen;
    private (long Line, string File)? _unread;
    private (AuditLine Line, string File)? _start;

    private AuditVerifier(bool whole, AuditHead? head) => (_whole, _head) = (whole, head);

    /// <summary>Checks a whole record, also while it is written.</summary>
    /// <param name="file">The file that is written; full ones lie beside it.</param>
    /// <param name="progress">Told of each file and the bytes of it that were read, now and then.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static AuditVerdict Folder(string file, Action<string, long>? progress = null)
    {
        var folder = new AuditFolder(file);
        var head = folder.ReadHead(); // before the lines, which only become more
        var verifier = new AuditVerifier(true, head);
        long after = 0;
        while (true)
        {
            // A file may become full, or be removed for its age, while others are read.
            if (folder.Archives().FirstOrDefault(archive => archive.First > after) is { } next)
            {
                after = next.First;
                verifier.Take(next.Path, progress);
                continue;
            }
            if (!File.Exists(file)) break;
            using var handle = AuditLines.Open(file);
            if (folder.Archives().Any(archive => archive.First > after)) continue;
            verifier.Take(file, handle, progress);
            break;
        }
        if (verifier._files == 0) throw new FileNotFoundException($"There is no audit record at {file}.", file);
        return verifier.Verdict(folder);
    }

    /// <summary>Whether a file has the name of a full one, which can be checked by itself.</summary>
    public static bool IsFull(string file) => AuditFolder.IsArchive(file);

    /// <summary>Checks one file by itself, wherever its copy lies.</summary>
    /// <inheritdoc cref="Folder"/>
    public static AuditVerdict One(string file, Action<string, long>? progress = null)
    {
        var verifier = new AuditVerifier(false, null);
        verifier.Take(file, progress);
        return verifier.Verdict(null);
    }

    private void Take(string path, Action<string, long>? progress)
    {
        try
        {
            using var handle = AuditLines.Open(path);
            Take(path, handle, progress);
        }
        catch (FileNotFoundException) when (_whole)
        {
            // Removed for its age just now; what follows says so.
        }
    }

    private void Take(string path, Microsoft.Win32.SafeHandles.SafeFileHandle handle, Action<string, long>? progress)
    {
        (_file, _line) = (path, 0);
        _files++;
        foreach (var raw in AuditLines.Forward(handle))
        {
            _line++;
            Take(raw);
            if (_line % 4096 == 0) progress?.Invoke(path, raw.Start);
        }
    }

    private void Take(RawLine raw)
    {
        _lines++;
        var line = AuditLine.Read(raw.Bytes.Span);
        string before = _hash;
        _hash = Convert.ToHexStringLower(SHA256.HashData(raw.Bytes.Span));
        if (line is null)
        {
            // Whether the gateway itself could not finish it the next line says.
            if (_unread is not null) Wrong("is no line of the record", _unread.Value);
            _unread = (_line, _file);
            return;
        }
        if (_number == 0 && _unread is null) Begin(line);
        else Follow(line, before);
        _unread = null;
        (_number, _node) = (line.Number, line.Node);
        if (line.Number == _head?.Number)
        {
            _headSeen = true;
            if (_hash != _head.Hash) Wrong("was changed: the record's head has another hash for it");
        }
        if (AuditPruning.Read(line.Event == AuditLine.NameOf(AuditEvent.FilesPruned) ? line.Reason : null) is { } pruned) _pruned.Add(pruned);
    }

    private void Begin(AuditLine line)
    {
        _first = line.Number;
        _start = (line, _file);
        if (line.Event != AuditLine.NameOf(AuditEvent.FileBegun)) Wrong("is not how a file begins: lines before it were removed");
    }

    private void Follow(AuditLine line, string before)
    {
        bool chained = line.Previous == before;
        if (_unread is { } unread)
        {
            bool torn = chained && line.Event == AuditLine.NameOf(AuditEvent.LineTorn) && line.Number == _number + 1;
            Wrong(torn ? "was not finished: the gateway was killed, or the disk was full" : "was changed: it is no line of the record", unread, torn);
            if (_number == 0) _first = line.Number;
            return;
        }
        if (chained && line.Number == _number + 1) return;
        if (line.Number > _number + 1)
        {
            _gaps.Add((_number + 1, line.Number - 1, _findings.Count));
            Wrong(Invariant($"does not follow number {_number}: {Range(_number + 1, line.Number - 1)} removed"));
        }
        else if (line.Number <= _number) Back(line);
        else if (line.Node != _node && line.Event == AuditLine.NameOf(AuditEvent.FileBegun)) Wrong($"is from another chain, of the node {line.Node}");
        else Wrong(Invariant($"does not fit the line before: number {_number} or number {line.Number} was changed"));
    }

    private void Back(AuditLine line)
    {
        int gap = _gaps.FindIndex(gap => line.Number >= gap.From && line.Number <= gap.To);
        Wrong(gap >= 0 ? Invariant($"is out of its place: number {line.Number} stands after number {_number}") : Invariant($"stands here a second time or was changed: number {line.Number} after number {_number}"));
        if (gap < 0 || _gaps[gap].Finding >= _findings.Count || _gaps[gap].From != _gaps[gap].To) return;
        var found = _findings[_gaps[gap].Finding];
        _findings[_gaps[gap].Finding] = found with { Words = Invariant($"is out of its place: number {line.Number} stands later") };
    }

    private AuditVerdict Verdict(AuditFolder? folder)
    {
        if (_unread is { } unread) Wrong(folder is null || unread.File == folder.Current ? "is not finished: the gateway is writing it, or was killed" : "was changed: it is no line of the record", unread, unread.File == folder?.Current && _number > 0);
        // Where old files were removed a later line says so.
        if (_start is var (start, file) && _whole && !(start.Number == 1 && start.Previous == AuditLine.NoHash) && !_pruned.Contains((start.Number - 1, start.Previous)))
            _findings.Insert(0, new AuditFinding(file, 1, Invariant($"begins with number {start.Number}, and nothing says that the lines before were removed for their age")));
        if (_whole && _head is null) _findings.Add(new AuditFinding(folder!.HeadPath, 0, "is missing or damaged: that the end of the record was cut off would not show"));
        else if (_head is { } head && head.Number > _number) _findings.Add(new AuditFinding(_file, 0, Invariant($"was cut off after number {_number}: the record's head says that it had come to number {head.Number}")));
        else if (_head is not null && !_headSeen && _findings.Count == 0) _findings.Add(new AuditFinding(_file, 0, Invariant($"holds no line number {_head.Number}, of which the record's head tells")));
        return new AuditVerdict(_findings, _files, _lines, _first, _number, _more);
    }

    private void Wrong(string words) => Wrong(words, (_line, _file));

    private void Wrong(string words, (long Line, string File) at, bool harmless = false)
    {
        if (_findings.Count < MostFindings) _findings.Add(new AuditFinding(at.File, at.Line, words, harmless));
        else if (!harmless) _more++;
    }

    private static string Range(long from, long to) => from == to ? Invariant($"number {from} was") : Invariant($"numbers {from} to {to} were");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
