using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Gateway.Access.Audit;
using Gateway.Access.Policies;
using Gateway.Configuration;

namespace Gateway;

/// <summary>
/// Takes in a change of <c>policy</c> and <c>administrators</c> while the gateway runs. It looks at the file's content
/// every two seconds and on SIGHUP, so that it does not matter how it was changed: in place, by renaming another file
/// over it, or by moving a link. A faulty change is not taken in.
/// </summary>
internal sealed partial class Reloading(GatewayConfiguration started, PolicyInForce policy, AuditLog audit, TimeProvider time, ILogger<Reloading> log) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly string[] Live = ["policy", "administrators"];

    private readonly Channel<bool> _looks = Channel.CreateUnbounded<bool>(new UnboundedChannelOptions { SingleReader = true });
    private GatewayConfiguration? _inForce;
    private IReadOnlyList<string>? _warnings;
    private string _waiting = "";
    private string? _seen;
    private string? _judged;
    private string? _refused;
    private PosixSignalRegistration? _signal;
    private ITimer? _timer;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (started.SourceFile is null) return Task.CompletedTask;
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _looks.Writer.TryWrite(true);
        });
        _timer = time.CreateTimer(_ => _looks.Writer.TryWrite(false), null, Pause, Pause);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _signal?.Dispose();
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (bool asked in _looks.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                Look(started.SourceFile!, asked);
            }
            catch (Exception exception)
            {
                // Files may change while they are judged; the next look sees what has become of them.
                LogFailed(exception, started.SourceFile!);
            }
        }
    }

    private void Look(string file, bool asked)
    {
        string content = Digest(file);
        bool again = content == _seen;
        _seen = content;
        // While a change is refused it is judged anew: a file that it names may have been repaired.
        if (content == _judged && _refused is null && !asked) return;
        var result = ConfigurationLoader.Load(file, ConfigurationLoader.ProcessEnvironment(), prepare: false);
        if (result.IsGood) Take(result.Configuration, result.Warnings, asked);
        else if (again || asked) Refuse(file, result);
        else return; // it may be half written, or between two names
        _judged = content;
    }

    private void Take(GatewayConfiguration written, IReadOnlyList<string> warnings, bool asked)
    {
        // Where the file is about another way to sign in than the running gateway, its policy waits for the restart too.
        string[] live = started.SignIn.IsOn && written.SignIn.IsOn ? Live : [];
        bool wasRefused = _refused is not null;
        _refused = null;
        if (ConfigurationChanges.Between(_inForce ?? started, written).Any(live.Contains))
        {
            _inForce = started with { Policy = written.Policy, Administrators = written.Administrators };
            audit.Write(new AuditEntry(AuditEvent.PolicyChanged) { Reason = Count(written.Policy.Count) });
            LogTaken(written.SourceFile!, Count(written.Policy.Count));
            policy.Replace(AccessRooms.PolicyOf(written));
        }
        else
        {
            policy.Keep();
            if (wasRefused || asked) LogNothing(written.SourceFile!);
        }
        foreach (string warning in warnings.Except(_warnings ?? Posture.Warnings(started))) LogWarning(warning);
        _warnings = warnings;
        string waiting = string.Join(", ", ConfigurationChanges.Between(started, written).Except(live));
        if (waiting != _waiting && waiting.Length > 0) LogWaiting(waiting);
        _waiting = waiting;
    }

    private void Refuse(string file, ConfigurationResult result)
    {
        string lines = string.Join('\n', FaultReport.Lines(result));
        if (lines == _refused) return;
        _refused = lines;
        // Without the value: health, status and the audit record are read by others than the file.
        string why = result.Faults is [{ } fault, ..] ? $"{fault.Key}{(fault.Origin is null ? "" : $" ({fault.Origin})")} {fault.Problem}" : result.Unread!.Split('\n')[0];
        policy.Refuse(why);
        LogRefused(file, lines);
        audit.Write(new AuditEntry(AuditEvent.PolicyRefused) { Reason = why });
    }

    private static string Digest(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    private static string Count(int rules) => rules == 1 ? "1 rule" : string.Create(CultureInfo.InvariantCulture, $"{rules} rules");

    [LoggerMessage(1, LogLevel.Information, "The changed policy of {File} is in force: {Rules}.")]
    private partial void LogTaken(string file, string rules);

    [LoggerMessage(2, LogLevel.Information, "{File} was read again: its policy is the one in force.")]
    private partial void LogNothing(string file);

    [LoggerMessage(3, LogLevel.Error, "THE CHANGE OF {File} IS NOT TAKEN IN; the policy before it stays in force.\n{Faults}")]
    private partial void LogRefused(string file, string faults);

    [LoggerMessage(4, LogLevel.Warning, "Changed settings that take effect after a restart: {Settings}.")]
    private partial void LogWaiting(string settings);

    [LoggerMessage(5, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(6, LogLevel.Error, "{File} could not be looked at.")]
    private partial void LogFailed(Exception exception, string file);
}
