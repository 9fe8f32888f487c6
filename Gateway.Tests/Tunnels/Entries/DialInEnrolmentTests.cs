using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Tunnels.Entries;

/// <summary>Devices are announced, and enrol their keys by codes.</summary>
public sealed class DialInEnrolmentTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Scratch _scratch = new();
    private readonly RecordShelf _shelf;
    private readonly DialInBook _book;
    private readonly DialInKeeping _keeping;
    private readonly DialInEnrolment _enrolment;

    public DialInEnrolmentTests()
    {
        _shelf = new RecordShelf(_scratch.PathOf("records.db"), _time);
        _book = new DialInBook(_shelf.Records, _time, NullLogger<DialInBook>.Instance);
        _keeping = new DialInKeeping(_book, _shelf.Records, new DialInRules { AllowsPort = _ => true }, new TunnelOptions { SshHostKey = "", Folder = "", CodeValidity = TimeSpan.FromHours(1) }, _time);
        _enrolment = new DialInEnrolment(_book, _time);
    }

    public void Dispose()
    {
        _book.Dispose();
        _shelf.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_code_enrols_a_key_once_and_for_its_device_and_member_only()
    {
        await _keeping.AddAsync(null, [Device("a", 1) with { CloneMember = new DialInMember { Ssh = 2, TokenHash = DialInSecrets.HashOfToken("t") } }, Device("b", 3)]);
        var (code, _) = await _keeping.NewCodeAsync(null, "a", Member.Clone);
        string key = DeviceKey.Ecdsa();

        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("b", Member.Master, code, key));
        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("a", Member.Master, code, key));
        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("c", Member.Clone, code, key));
        Assert.StartsWith("the key is", await _enrolment.EnrolByCodeAsync("a", Member.Clone, code, "ssh-dss AAAA"), StringComparison.Ordinal);
        Assert.Null(await _enrolment.EnrolByCodeAsync("a", Member.Clone, code.ToUpperInvariant(), key + " me@device"));

        var member = _book.Current.Find("a")!.CloneMember!;
        Assert.Equal((key, null, null), (member.Key, member.TokenHash, member.CodeHash));
        Assert.Equal(("a", Member.Clone), (_book.Current.FindByKey(key)!.Value.Device.Name, _book.Current.FindByKey(key)!.Value.Member));
        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("a", Member.Clone, code, DeviceKey.Ecdsa()));

        var (another, _) = await _keeping.NewCodeAsync(null, "b", Member.Master);
        Assert.Contains("is that of a already", await _enrolment.EnrolByCodeAsync("b", Member.Master, another, key), StringComparison.Ordinal);
        Assert.Null(await _enrolment.EnrolByCodeAsync("b", Member.Master, another, DeviceKey.Ecdsa()));
    }

    [Fact]
    public async Task A_code_ends_with_its_time_with_a_newer_one_and_while_its_device_is_stopped()
    {
        await _keeping.AddAsync(null, [Device("a", 1)]);
        var (old, until) = await _keeping.NewCodeAsync(null, "a", Member.Master);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), until);
        var (code, _) = await _keeping.NewCodeAsync(null, "a", Member.Master);
        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("a", Member.Master, old, DeviceKey.Ecdsa()));
        await _keeping.StopAsync(null, "a", stopped: true);
        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("a", Member.Master, code, DeviceKey.Ecdsa()));
        await _keeping.StopAsync(null, "a", stopped: false);
        _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(DialInEnrolment.Unknown, await _enrolment.EnrolByCodeAsync("a", Member.Master, code, DeviceKey.Ecdsa()));
    }

    [Fact]
    public async Task Wrong_guesses_use_no_code_up_however_many_come_and_a_right_one_counts_once()
    {
        await _keeping.AddAsync(null, [Device("a", 1)]);
        var (code, _) = await _keeping.NewCodeAsync(null, "a", Member.Master);
        var before = _book.Current.Find("a");
        string?[] guesses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _enrolment.EnrolByCodeAsync("a", Member.Master, "x", DeviceKey.Ed25519()))));
        Assert.All(guesses, answer => Assert.Equal(DialInEnrolment.Unknown, answer));
        Assert.Equal(before, await _book.ReadAsync("a")); // nor does a guess write anything

        string?[] right = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _enrolment.EnrolByCodeAsync("a", Member.Master, code, DeviceKey.Ed25519()))));
        Assert.Equal(1, right.Count(answer => answer is null));
        Assert.All(right.OfType<string>(), answer => Assert.Equal(DialInEnrolment.Unknown, answer));
    }

    [Fact]
    public async Task Of_a_series_all_are_announced_or_none()
    {
        await _keeping.AddAsync(null, [Device("a", 1)]);
        var refused = await Assert.ThrowsAsync<DialInException>(() => _keeping.AddAsync(null, [Device("b", 2), Device("c", 1)]));
        Assert.StartsWith("c: ssh 1 is the ssh port of a.", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("a is announced already.", (await Assert.ThrowsAsync<DialInException>(() => _keeping.AddAsync(null, [Device("a", 5)]))).Message, StringComparison.Ordinal);
        Assert.Equal(["a"], _book.Current.ByName.Keys);

        await _keeping.RemoveAsync(null, "a");
        await _keeping.AddAsync(null, [Device("b", 2), Device("c", 1), Device("a", 3)]);
        Assert.Equal("c", _book.Current.FindByPort(1)?.Device.Name);
        // What the command line did waits for a gateway to put it on record.
        Assert.Equal(5, (await _shelf.Records.ListAsync(RecordKind.DialInNote, null)).Count);
    }

    [Fact]
    public async Task Who_fails_over_a_change_keeps_it_from_nobody_else()
    {
        int heard = 0;
        _book.Changed += () => throw new InvalidOperationException("broken");
        _book.Changed += () => heard++;

        Assert.True(await _book.TryWriteAsync(new DialIn { Name = "a", Master = new DialInMember { Ssh = 1 } }, null));
        Assert.Equal(1, heard);
        Assert.True(await _book.RemoveAsync("a"));
        Assert.Equal(2, heard);
    }

    [Fact]
    public async Task What_another_version_wrote_is_changed_like_anything_else()
    {
        var device = new DialIn { Name = "a", Master = new DialInMember { Ssh = 1 } };
        await _shelf.Records.WriteAsync(RecordKind.DialIn, new StoredRecord("a", "", """{"name":"a","master":{"ssh":1,"ofTheFuture":3},"stopped":false}""", _time.GetUtcNow().AddDays(1)));
        await _book.LoadAsync();
        Assert.Equal(device, _book.Current.Find("a"));
        Assert.True(await _book.TryWriteAsync(device with { Stopped = true }, device));
        Assert.False(await _book.TryWriteAsync(device with { Direct = 2 }, device)); // it is another one by now
        Assert.True(_book.Current.Find("a")!.Stopped);
    }

    private static DialIn Device(string name, int ssh) => new() { Name = name, Master = new DialInMember { Ssh = ssh } };
}
