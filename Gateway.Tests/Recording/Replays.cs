using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Recording;

/// <summary>What the pages of recordings ask for.</summary>
internal static class Replays
{
    public static async Task<JsonElement> ReadAsync(this HttpClient browser, string path)
    {
        using var response = await browser.GetAsync(new Uri(path, UriKind.Relative));
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : throw new InvalidOperationException($"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Waits for the one recording that a browser may see to be as it should.</summary>
    public static async Task<JsonElement> RecordingAsync(this HttpClient browser, string state, string query = "")
    {
        JsonElement found = default;
        string said = "";
        await Wait.UntilAsync(
            async () =>
            {
                var list = await browser.ReadAsync($"api/recordings{query}");
                said = list.ToString();
                if (list.GetProperty("recordings").GetArrayLength() != 1) return false;
                found = list.GetProperty("recordings")[0];
                return found.GetProperty("state").GetString() == state;
            },
            () => $"one recording that is {state}: {said}");
        return found;
    }

    /// <summary>All output of a recording, put together from its pieces.</summary>
    public static async Task<string> PlayAsync(this HttpClient browser, string id, string node = "", double from = 0)
    {
        var output = new System.Text.StringBuilder();
        string query = FormattableString.Invariant($"from={from}");
        for (int pieces = 0; pieces < 100; pieces++)
        {
            var piece = await browser.ReadAsync($"api/recordings/{id}/frames?node={node}&{query}");
            foreach (var one in piece.GetProperty("events").EnumerateArray())
                if (one[1].GetString() == "o") output.Append(one[2].GetString());
            if (piece.GetProperty("next").GetString() is not { } next || piece.GetProperty("live").GetBoolean() && piece.GetProperty("events").GetArrayLength() == 0) return output.ToString();
            query = $"next={next}";
        }
        throw new InvalidOperationException("The recording has no end.");
    }

    /// <summary>Waits until words can be found.</summary>
    public static async Task<JsonElement> SearchAsync(this HttpClient browser, string words)
    {
        JsonElement hits = default;
        await Wait.UntilAsync(
            async () => (hits = (await browser.ReadAsync($"api/recordings/search?words={Uri.EscapeDataString(words)}")).GetProperty("hits")).GetArrayLength() > 0,
            () => $"a line with {words}");
        return hits[0];
    }
}
