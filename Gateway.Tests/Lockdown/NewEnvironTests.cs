using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>A device that asks for the gateway's variables (RFC 1572, CVE-2005-0488) gets the link's user and nothing else.</summary>
public sealed class NewEnvironTests
{
    private const byte Iac = 255, Do = 253, Sb = 250, Se = 240, NewEnviron = 39, Is = 0, Send = 1, Info = 2, Value = 1, Escape = 2, UserVar = 3, Var = 0;

    [Fact]
    public async Task A_device_learns_the_user_of_the_link_and_no_variable()
    {
        const string secret = "5up3r-s3cr3t";
        string[] names = ["DISPLAY", "HOME", "PATH", "LANG", "TERM", "SSH_AUTH_SOCK", "SECRETX", "PRINTER", "XAUTHORITY", "LOGNAME", "GATEWAY__DOMAIN"];
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            var environment = names.Where(name => name is not ("PATH" or "GATEWAY__DOMAIN" or "HOME")).ToDictionary(name => name, _ => secret);
            await using var gateway = await GatewayProcess.StartAsync([port], environment: environment);
            await using var page = await gateway.OpenAsync("telnet", "bob", port);
            using var timeout = new CancellationTokenSource(HubClient.Patience);
            using var device = await listener.AcceptTcpClientAsync(timeout.Token);
            var stream = device.GetStream();

            List<byte> ask = [Iac, Do, NewEnviron, Iac, Sb, NewEnviron, Send, Var, .. "USER"u8, UserVar, .. "USER"u8];
            foreach (string name in names) ask.AddRange([UserVar, .. Encoding.ASCII.GetBytes(name), Var, .. Encoding.ASCII.GetBytes(name)]);
            ask.AddRange([Iac, Se, Iac, Sb, NewEnviron, Send, Iac, Se]); // the second asks for everything
            await stream.WriteAsync(ask.ToArray(), timeout.Token);

            var said = new List<byte>();
            byte[] buffer = new byte[4096];
            while (Answers(said).Count < 2) said.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer, timeout.Token)));
            var values = Answers(said).SelectMany(Values).Where(pair => pair.Value is not null).ToList();
            Assert.Contains(("USER", "bob"), values);
            Assert.All(values, pair => Assert.Equal(("USER", "bob"), pair));
            string all = Encoding.Latin1.GetString([.. said]);
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
            Assert.DoesNotContain("C.UTF-8", all, StringComparison.Ordinal);
            Assert.DoesNotContain("/usr/bin", all, StringComparison.Ordinal);
            Assert.DoesNotContain(gateway.DataFolder, all, StringComparison.Ordinal);
        }
        finally
        {
            listener.Stop();
        }
    }

    // The bodies of IAC SB NEW-ENVIRON IS|INFO … IAC SE.
    private static List<byte[]> Answers(List<byte> said)
    {
        List<byte[]> answers = [];
        for (int i = 0; i + 4 < said.Count; i++)
        {
            if (said[i] != Iac || said[i + 1] != Sb || said[i + 2] != NewEnviron || said[i + 3] is not (Is or Info)) continue;
            int end = i + 4;
            while (end + 1 < said.Count && !(said[end] == Iac && said[end + 1] == Se)) end++;
            if (end + 1 < said.Count) answers.Add([.. said.GetRange(i + 4, end - i - 4)]);
        }
        return answers;
    }

    private static IEnumerable<(string Name, string? Value)> Values(byte[] body)
    {
        for (int i = 0; i < body.Length;)
        {
            Assert.True(body[i] is Var or UserVar);
            string name = Text(ref i);
            yield return (name, i < body.Length && body[i] == Value ? Text(ref i) : null);
        }

        string Text(ref int at)
        {
            int from = ++at;
            while (at < body.Length && body[at] is not (Var or Value or UserVar)) at += body[at] == Escape ? 2 : 1;
            return Encoding.ASCII.GetString(body[from..at]);
        }
    }
}
