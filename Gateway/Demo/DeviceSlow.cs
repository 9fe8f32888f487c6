using System.Globalization;

namespace Gateway.Demo;

/// <summary>Commands that take their time until Ctrl-C stops them.</summary>
internal static class DeviceSlow
{
    public static void Clock(DeviceConsole console, CancellationToken cancel)
    {
        while (true)
        {
            console.Write(string.Create(CultureInfo.InvariantCulture, $"\r\e[1m{DateTime.UtcNow:HH:mm:ss}\e[0m UTC, {DateTime.UtcNow:ddd d MMM yyyy}\e[K"));
            Wait(TimeSpan.FromMilliseconds(1000 - DateTime.UtcNow.Millisecond), cancel);
        }
    }

    public static void Ping(DeviceConsole console, string name, CancellationToken cancel)
    {
        var target = name.Length > 0 ? name : "core-1";
        console.Write($"PING {target}, pretended\n");
        var sent = 0;
        try
        {
            while (true)
            {
                sent++;
                console.Write(string.Create(CultureInfo.InvariantCulture, $"reply from {target}: seq={sent} ttl=64 time={0.3 + sent * 17 % 50 / 100.0:F2} ms\n"));
                Wait(TimeSpan.FromSeconds(1), cancel);
            }
        }
        catch (OperationCanceledException)
        {
            console.Write($"^C\n{sent} sent, {sent} received, 0 % lost\n");
        }
    }

    private static void Wait(TimeSpan time, CancellationToken cancel)
    {
        cancel.WaitHandle.WaitOne(time);
        cancel.ThrowIfCancellationRequested();
    }
}
