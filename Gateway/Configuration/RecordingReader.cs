using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads what is recorded, and where it is kept for how long.</summary>
internal static partial class RecordingReader
{
    private const int LongestDays = 36_500;
    private const long MostBytes = 1_000_000_000_000_000;
    private const int MostRules = 100;

    public static RecordingSettings Recording(Section recording, PathSettings paths)
    {
        var defaults = new RecordingSettings();
        return new RecordingSettings
        {
            Terminals = recording.Choice("terminals", defaults.Terminals, AccessSettings.Spell),
            Folder = paths.Read(recording, "folder"),
            SegmentTime = recording.Duration("segmentTime", defaults.SegmentTime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            SegmentSize = recording.Integer("segmentSize", defaults.SegmentSize, 64 * 1024, 64 * 1024 * 1024),
            Input = recording.Flag("input", defaults.Input),
            RetainDays = recording.Integer("retainDays", defaults.RetainDays, 0, LongestDays),
            RetainBytes = recording.Long("retainBytes", defaults.RetainBytes, 0, MostBytes),
            Retain = Retain(recording),
            S3 = S3(recording.Group("s3"), paths),
            Auditors = Auditors(recording.Group("auditors")),
            OwnersMayReplay = recording.Flag("ownersMayReplay", defaults.OwnersMayReplay),
        };
    }

    private static List<RetainSettings> Retain(Section recording)
    {
        var rules = new List<RetainSettings>();
        foreach (var (key, value) in recording.List("retain", "[{ \"ports\": [6022], \"days\": 365, \"bytes\": 0 }]") ?? [])
        {
            if (value.Kind != JsonValueKind.Object)
            {
                recording.Fault(key, value, "is no rule", "Write { \"ports\": …, \"days\": …, \"bytes\": … }; rules stand in the file only.");
                continue;
            }
            if (rules.Count == MostRules)
            {
                recording.Fault("retain", null, "has more than 100 rules", "Let one rule be for several ports.");
                break;
            }
            rules.Add(Rule(recording.Item(key, value)));
        }
        return rules;
    }

    private static RetainSettings Rule(Section rule)
    {
        var ports = PortRange.Read(rule, "ports");
        if (ports.Count == 0 && rule.Find("ports") is null or { Kind: JsonValueKind.Array, Items.Count: 0 })
            rule.Fault("ports", null, "names no port", "Write [6022, \"7000-7100\"]; for all other ports there are recording.retainDays and recording.retainBytes.");
        return new RetainSettings { Ports = ports, Days = rule.Integer("days", 0, 0, LongestDays), Bytes = rule.Long("bytes", 0, 0, MostBytes) };
    }

    private static S3Settings S3(Section s3, PathSettings paths)
    {
        var defaults = new S3Settings();
        return new S3Settings
        {
            Endpoint = AddressSettings.Store(s3),
            Bucket = s3.Text("bucket", BucketName(), "is not the name of a bucket", "Write 3 to 63 small letters, digits, dots and hyphens."),
            Region = s3.Text("region", RegionName(), "is not the name of a region", "Write small letters, digits and hyphens, such as \"eu-central-1\".") ?? defaults.Region,
            Prefix = s3.Text("prefix", KeyPrefix(), "is not a prefix", "Write up to 256 letters, digits and . _ - /, such as \"gateway/\", or \"\" for none.") ?? defaults.Prefix,
            AccessKeyFile = paths.Read(s3, "accessKeyFile"),
            SecretKeyFile = paths.Read(s3, "secretKeyFile"),
        };
    }

    private static AuditorSettings Auditors(Section auditors) => new() { Groups = AccessSettings.Groups(auditors), People = AccessSettings.People(auditors) };

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"\A([A-Za-z0-9._-][A-Za-z0-9._/-]{0,255})?\z")]
    private static partial Regex KeyPrefix();
}
