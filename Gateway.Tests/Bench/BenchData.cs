using System.Globalization;
using System.Security.Cryptography;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>A file of numbered lines, as logs and listings are.</summary>
internal sealed class BenchData : IDisposable
{
    private readonly Scratch _scratch = new();

    public BenchData(int megabytes)
    {
        Path = _scratch.PathOf("data");
        using (var writer = new StreamWriter(Path))
        {
            for (int line = 0; writer.BaseStream.Position < megabytes * 1024L * 1024; line++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{line:D9} the quick brown fox jumps over the lazy dog 0123456789 abcdefghijk\n"));
        }
        using var file = File.OpenRead(Path);
        (Length, Hash) = (file.Length, Convert.ToHexString(SHA256.HashData(file)));
    }

    public string Path { get; }

    public long Length { get; }

    public string Hash { get; }

    public void Dispose() => _scratch.Dispose();
}

/// <summary>Hashes the first bytes of a stream.</summary>
internal sealed class StreamHash(long length) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _left = length;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(_left, bytes.Length);
        _hash.AppendData(bytes[..count]);
        _left -= count;
    }

    /// <summary>The hash, or nothing if fewer bytes came.</summary>
    public string? Result => _left == 0 ? Convert.ToHexString(_hash.GetCurrentHash()) : null;

    public void Dispose() => _hash.Dispose();
}
