using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Credentials;
using Gateway.Terminals;

namespace Gateway;

/// <summary>
/// The gateway as the program that ssh asks (ssh(1), SSH_ASKPASS): it hands ssh's question to the gateway that runs, and the
/// answer to ssh; what the gateway does not answer it asks the person at the terminal. Nothing of the web server is loaded.
/// </summary>
internal static unsafe class Askpass
{
    private const int Answered = 0;
    private const int Refused = 1;
    private const int LongestAnswer = 64 * 1024;
    private const int LongestLine = 1024;

    /// <summary>Asks once. Gives the exit status that ssh expects.</summary>
    /// <param name="socket">Absolute path of the gateway's socket.</param>
    /// <param name="arguments">ssh's question is the first.</param>
    public static int Run(string socket, string[] arguments)
    {
        string prompt = arguments.Length > 0 ? arguments[0] : "";
        byte[]? answer = null;
        try
        {
            answer = Ask(socket, prompt, out var kind, out string note);
            return kind switch
            {
                AskpassKind.Say => Say(answer),
                AskpassKind.AskHidden => AskPerson(prompt, note, isShown: false),
                AskpassKind.AskShown => AskPerson(prompt, note, isShown: true),
                _ => Refused,
            };
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            // The gateway has gone, or this is nobody that it answers: the person may still know.
            return AskPerson(prompt, "", isShown: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(answer);
        }
    }

    private static byte[] Ask(string path, string prompt, out AskpassKind kind, out string note)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        byte[] question = Encoding.UTF8.GetBytes(prompt), head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, question.Length);
        socket.Send(head);
        socket.Send(question);
        kind = (AskpassKind)Read(socket, 1)[0];
        note = Encoding.UTF8.GetString(ReadField(socket));
        return ReadField(socket);
    }

    private static byte[] ReadField(Socket socket)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(Read(socket, 4));
        return length is >= 0 and <= LongestAnswer ? Read(socket, length) : throw new IOException("The answer is too long.");
    }

    private static byte[] Read(Socket socket, int length)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        for (int read = 0; read < length;)
        {
            int count = socket.Receive(bytes.AsSpan(read));
            if (count == 0) throw new IOException("There is no answer.");
            read += count;
        }
        return bytes;
    }

    private static int Say(ReadOnlySpan<byte> answer)
    {
        Write(1, answer);
        Write(1, "\n"u8);
        return Answered;
    }

    // What ssh reads is its standard output; the person sits at the terminal, as with ssh itself (readpassphrase(3)).
    private static int AskPerson(string prompt, string note, bool isShown)
    {
        byte[] line = GC.AllocateUninitializedArray<byte>(LongestLine, pinned: true);
        try
        {
            using var terminal = File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            int tty = (int)terminal.DangerousGetHandle();
            byte[] question = Encoding.UTF8.GetBytes(note.Length > 0 ? $"{note}\r\n{prompt}" : prompt);
            return ReadLine(tty, question, line, isShown) is { } length ? Say(line.AsSpan(0, length)) : Refused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refused; // there is no terminal to ask at
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }
    }

    private static int? ReadLine(int tty, byte[] question, byte[] line, bool isShown)
    {
        Libc.Termios before = default, hidden;
        bool changed = !isShown && Libc.tcgetattr(tty, &before) == 0;
        if (changed)
        {
            // Before the question invites anybody to type.
            hidden = before;
            hidden.Local &= ~Libc.ECHO;
            _ = Libc.tcsetattr(tty, Libc.TCSAFLUSH, &hidden);
        }
        int length = 0;
        bool ended = false;
        try
        {
            Write(tty, question);
            fixed (byte* start = line)
            {
                while (length < line.Length && Libc.read(tty, start + length, 1) == 1)
                {
                    ended = line[length] is (byte)'\n' or (byte)'\r';
                    if (ended) break;
                    length++;
                }
            }
        }
        finally
        {
            if (changed)
            {
                _ = Libc.tcsetattr(tty, Libc.TCSAFLUSH, &before);
                Write(tty, "\r\n"u8);
            }
        }
        return ended ? length : null;
    }

    private static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (int written = 0; written < bytes.Length;)
            {
                nint count = Libc.write(descriptor, start + written, (nuint)(bytes.Length - written));
                if (count <= 0) throw new IOException("Nobody reads the answer.");
                written += (int)count;
            }
        }
    }
}
