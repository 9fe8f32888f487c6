using System.Security.Cryptography;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>Hashes so many bytes of an output after the word START, and keeps none of them.</summary>
internal sealed class HashedOutput(int length)
{
    private static readonly byte[] Mark = "START"u8.ToArray();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _before = [];

    /// <summary>Bytes that came after the word.</summary>
    public int Received { get; private set; }

    /// <summary>The SHA-256 of all of them, in hexadecimal.</summary>
    public Task<string> Result => _result.Task;

    /// <summary>Takes the next piece of the output.</summary>
    public void Add(byte[] bytes)
    {
        if (_before is not null)
        {
            byte[] all = [.. _before, .. bytes];
            int at = all.AsSpan().IndexOf(Mark);
            _before = at < 0 ? all : null;
            if (at < 0) return;
            bytes = all[(at + Mark.Length)..];
        }
        var wanted = bytes.AsSpan(0, Math.Min(bytes.Length, length - Received));
        _hash.AppendData(wanted);
        Received += wanted.Length;
        if (Received == length && !Result.IsCompleted) _result.SetResult(Convert.ToHexStringLower(_hash.GetCurrentHash()));
    }
}
