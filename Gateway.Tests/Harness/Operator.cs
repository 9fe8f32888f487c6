using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>Asks a gateway through the socket in its data folder.</summary>
internal static class Operator
{
    public static HttpClient Client(string dataFolder) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(dataFolder, "operations.sock")), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://localhost"), Timeout = HubClient.Patience };

    /// <summary>All metrics, checked line by line.</summary>
    public static async Task<Scrape> ScrapeAsync(string dataFolder)
    {
        using var client = Client(dataFolder);
        using var answer = await client.GetAsync(new Uri("metrics", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        if (answer.Content.Headers.ContentType!.ToString() != "text/plain; version=0.0.4; charset=utf-8") throw new InvalidOperationException($"{answer.Content.Headers.ContentType}");
        return Scrape.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Runs <c>gateway status</c> for the gateway whose configuration lies beside its data folder.</summary>
    public static Task<(int ExitCode, string Output)> StatusAsync(string folder, params string[] arguments) =>
        Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "status", "--config", Path.Combine(folder, "gateway.json"), .. arguments]);
}
