using System.Text.Json;
using Gateway.Tests.Configuration;
using Gateway.Tests.Credentials;
using Gateway.Tests.Harness;
using Gateway.Web.Settings;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>What administrators are shown of the settings in force.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Every_setting_is_shown_with_its_value_and_no_secret_is_among_them()
    {
        await using var world = await SignInWorld.StartAsync("ssh", Ports.Free());
        string text = await world.Carol.GetStringAsync(new Uri("api/settings", UriKind.Relative));
        var shown = JsonSerializer.Deserialize<SettingsOverview>(text, JsonSerializerOptions.Web)!;
        Assert.Equal(Schema.Settings.Select(setting => setting.Key).Order(StringComparer.Ordinal), shown.Settings.Select(setting => setting.Key).Order(StringComparer.Ordinal));
        var key = shown.Settings.Single(setting => setting.Key == "credentials.masterKeyFile");
        Assert.Equal((world.MasterKeyFile, "file", true), (key.Value, key.Source, key.Where.Length > 0));
        Assert.Equal(["ops", "admins"], shown.Rules.Select(rule => rule.Name));
        Assert.Equal(("", 1), (shown.PolicyRefused, shown.Devices));
        Assert.DoesNotContain(world.MasterKeyText, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
    }
}
