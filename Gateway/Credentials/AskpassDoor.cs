using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Credentials;

/// <summary>
/// The socket where the program that ssh asks asks the gateway. It answers only a process of the gateway's own account
/// (SO_PEERCRED, unix(7)) that descends from the one client it was made for (proc(5)).
/// </summary>
/// <remarks>A question: its length and its UTF-8. An answer: a byte of <see cref="AskpassKind"/>, then a note and a secret, each with its length. Lengths are 32 bits, big endian.</remarks>
internal sealed class AskpassDoor : IAsyncDisposable
{
    /// <summary>Longest question, in bytes.</summary>
    public const int LongestPrompt = 4096;

    private const int Generations = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);
    private static readonly uint Self = OwnUser();

    private readonly Func<string, AskpassAnswer> _answer;
    private readonly Task<int> _client;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">Absolute path of the socket, in a folder that is nobody else's.</param>
    /// <param name="answer">Called with one question after the other.</param>
    /// <param name="client">Process id of the client.</param>
    /// <exception cref="CredentialException">There is no such place.</exception>
    public AskpassDoor(string path, Func<string, AskpassAnswer> answer, Task<int> client)
    {
        (Path, _answer, _client) = (path, answer, client);
        try
        {
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _listener.Listen(4);
        }
        catch (Exception exception) when (exception is SocketException or IOException or ArgumentException)
        {
            _listener.Dispose();
            throw new CredentialException("The gateway could not make ready to be asked by ssh.", exception);
        }
        _serving = ServeAsync();
    }

    /// <summary>Absolute path of the socket.</summary>
    public string Path { get; }

    /// <summary>Questions that came from somebody else, and were not answered.</summary>
    public int Strangers { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested) return;
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
        File.Delete(Path);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var peer = await _listener.AcceptAsync(_end.Token);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                patience.CancelAfter(Patience);
                await AnswerAsync(peer, patience.Token);
            }
            catch (Exception exception) when (exception is SocketException or EndOfStreamException or ObjectDisposedException or OperationCanceledException)
            {
                // Whoever asked has gone or is too slow, and asks again; or the sign-in is over.
                if (_end.IsCancellationRequested) return;
                await Task.Delay(Breath); // whatever it was does not come a thousand times a second
            }
        }
    }

    private async Task AnswerAsync(Socket peer, CancellationToken cancel)
    {
        if (PeerOf(peer) is not var (process, user) || user != Self || !Descends(process, await _client.WaitAsync(cancel)))
        {
            Strangers++;
            return;
        }
        byte[] head = await ReadAsync(peer, 4, cancel);
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 0 or > LongestPrompt) return;
        var answer = _answer(Encoding.UTF8.GetString(await ReadAsync(peer, length, cancel)));
        byte[] note = Encoding.UTF8.GetBytes(answer.Note), whole = GC.AllocateUninitializedArray<byte>(1 + 4 + note.Length + 4 + answer.Secret.Length, pinned: true);
        whole[0] = (byte)answer.Kind;
        BinaryPrimitives.WriteInt32BigEndian(whole.AsSpan(1), note.Length);
        note.CopyTo(whole, 5);
        BinaryPrimitives.WriteInt32BigEndian(whole.AsSpan(5 + note.Length), answer.Secret.Length);
        answer.Secret.CopyTo(whole.AsMemory(9 + note.Length));
        try
        {
            for (int sent = 0; sent < whole.Length;) sent += await peer.SendAsync(whole.AsMemory(sent), cancel);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(whole);
        }
    }

    private static async Task<byte[]> ReadAsync(Socket peer, int length, CancellationToken cancel)
    {
        byte[] bytes = new byte[length];
        for (int read = 0; read < length;)
        {
            int count = await peer.ReceiveAsync(bytes.AsMemory(read), cancel);
            if (count == 0) throw new EndOfStreamException();
            read += count;
        }
        return bytes;
    }

    // struct ucred: process, user, group.
    private static (int Process, uint User)? PeerOf(Socket peer)
    {
        const int SOL_SOCKET = 1, SO_PEERCRED = 17;
        Span<byte> who = stackalloc byte[12];
        return peer.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, who) == who.Length ? (BitConverter.ToInt32(who), BitConverter.ToUInt32(who[4..])) : null;
    }

    private static bool Descends(int process, int from)
    {
        for (int generation = 0; generation < Generations && process > 1; generation++)
        {
            if (process == from) return true;
            if (ParentOf(process) is not { } parent) return false;
            process = parent;
        }
        return false;
    }

    // The name, in brackets, may hold blanks and brackets itself.
    private static int? ParentOf(int process)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended
        }
    }

    private static uint OwnUser() =>
        uint.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2], CultureInfo.InvariantCulture);
}
