using System.Security.Cryptography;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Terminals;

/// <summary>Random bytes in a file that a device sends: nothing in them repeats, so every lost or doubled byte shows.</summary>
internal sealed class DataFile : IDisposable
{
    private readonly Scratch _scratch = new();

    public DataFile(int length, int seed)
    {
        Bytes = new byte[length];
        new Random(seed).NextBytes(Bytes);
        File.WriteAllBytes(Path, Bytes);
    }

    public string Path => _scratch.PathOf("data");

    public byte[] Bytes { get; }

    /// <summary>Command that sends the file untouched between START and what follows.</summary>
    public string Sending => $"stty raw -echo; printf START; cat {Path}; printf 'THE''END'";

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public void Dispose() => _scratch.Dispose();
}
