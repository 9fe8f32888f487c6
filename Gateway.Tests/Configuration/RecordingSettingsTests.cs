using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>What is recorded, and where it is kept for how long.</summary>
public sealed class RecordingSettingsTests : IDisposable
{
    private const string Keys = "\"accessKeyFile\": \"id\", \"secretKeyFile\": \"key\"";

    private readonly WrittenFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_setting_is_read()
    {
        var recording = Written.Good("""
            "signIn": { "proxy": { "from": ["10.0.0.5"] } },
            "recording": {
              "terminals": "required", "folder": "films", "segmentTime": "00:00:05", "segmentSize": 65536, "input": false, "retainDays": 0, "retainBytes": 8000000000,
              "retain": [{ "ports": [6022, "7000-7100"], "days": 3650 }, { "ports": [6023], "bytes": 5000000000 }],
              "s3": { "endpoint": "http://127.0.0.1:4568", "bucket": "films", "region": "eu-central-1", "prefix": "gateway/", "accessKeyFile": "id", "secretKeyFile": "key" },
              "auditors": { "groups": ["audit"], "people": ["oidc:carol"] }, "ownersMayReplay": false }
            """).Recording;

        Assert.Equal((RecordedTerminals.Required, "/srv/gateway/films", TimeSpan.FromSeconds(5), 65536, false), (recording.Terminals, recording.Folder, recording.SegmentTime, recording.SegmentSize, recording.Input));
        Assert.Equal((0, 8_000_000_000, false), (recording.RetainDays, recording.RetainBytes, recording.OwnersMayReplay));
        Assert.Equal(["6022, 7000-7100 3650 0", "6023 0 5000000000"], recording.Retain.Select(rule => $"{PortRange.Describe(rule.Ports)} {rule.Days} {rule.Bytes}"));
        Assert.Equal(("films", "eu-central-1", "gateway/", "/srv/gateway/key"), (recording.S3.Bucket, recording.S3.Region, recording.S3.Prefix, recording.S3.SecretKeyFile));
        Assert.Equal(("audit", "oidc:carol"), (Assert.Single(recording.Auditors.Groups), Assert.Single(recording.Auditors.People)));
    }

    [Theory]
    [InlineData("\"terminals\": \"some\"", "terminals", "is none of the choices")]
    [InlineData("\"retainBytes\": 1000000000000001", "retainBytes", "is out of range")]
    [InlineData("\"retain\": [6022]", "retain[0]", "is no rule")]
    [InlineData("\"retain\": [{ \"days\": 1 }]", "retain[0].ports", "names no port")]
    [InlineData("\"retain\": [{ \"ports\": [\"x\"] }]", "retain[0].ports[0]", "is neither a port nor a range of ports")]
    [InlineData("\"retain\": [{ \"ports\": [1], \"weeks\": 1 }]", "retain[0].weeks", "is not a setting")]
    [InlineData("\"s3\": { \"bucket\": \"Films\" }", "s3.bucket", "is not the name of a bucket")]
    [InlineData("\"s3\": { \"region\": \"eu-central-1\" }", "s3.bucket", "is missing, but other settings of recording.s3 are there")]
    [InlineData("\"s3\": { \"bucket\": \"films\", \"accessKeyFile\": \"id\" }", "s3.secretKeyFile", "is missing, but recording.s3.bucket is set")]
    [InlineData("\"s3\": { \"bucket\": \"films\", \"endpoint\": \"https://me:word@s3.example\", " + Keys + " }", "s3.endpoint", "is not the address of a storage")]
    [InlineData("\"auditors\": { \"groups\": [\"audit\"] }", "auditors.groups", "is set, but nobody has to sign in")]
    public void What_is_wrong_is_one_fault(string settings, string key, string problem)
    {
        var fault = Written.Fault($"\"recording\": {{ {settings} }}");

        Assert.Equal(($"recording.{key}", problem), (fault.Key, fault.Problem));
        Assert.NotEmpty(fault.Repair);
    }

    [Theory]
    [InlineData("\"ports\": [1], \"recording\": { \"s3\": { \"endpoint\": \"http://s3.example\", \"bucket\": \"films\", " + Keys + " } }", "Recordings are sent to s3.example by http")]
    [InlineData("\"ports\": [1], \"recording\": { \"ownersMayReplay\": false }", "Nobody can replay a recording")]
    [InlineData("\"ports\": [1], \"administrators\": { \"people\": [\"alice\"] }, \"signIn\": { \"proxy\": { \"from\": [\"10.0.0.5\"] } }, \"policy\": [{ \"name\": \"r\", \"groups\": [\"x\"], \"recorded\": true }], \"recording\": { \"terminals\": \"none\" }",
        "Rule \"r\" asks for a recording (recorded), but recording.terminals is none")]
    public void What_an_operator_should_know_is_one_warning(string settings, string start) =>
        Assert.StartsWith(start, Assert.Single(Posture.Warnings(Written.Good(settings))), StringComparison.Ordinal);

    [Fact]
    public void Its_folder_and_secrets_are_for_the_gateway_alone()
    {
        const string settings = "\"recording\": { \"folder\": \"films\", \"s3\": { \"bucket\": \"films\", " + Keys + " } }";
        folder.Write("id", "AKIA\n", UnixFileMode.UserRead);
        folder.Write("key", "hunter2\n", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal("recording.s3.secretKeyFile", folder.Fault(settings).Key);
        folder.Write("key", "hunter2\n", UnixFileMode.UserRead);
        Assert.Empty(folder.Load(settings).Faults);
        Directory.CreateDirectory(folder["films"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        Assert.Equal(("recording.folder", "is a folder that others can look into, but it holds what terminals showed"), folder.Fault(settings) is var open ? (open.Key, open.Problem) : default);
        Assert.Equal("is below a file", folder.Fault("\"recording\": { \"folder\": \"id/films\" }").Problem[..15]);
    }
}
