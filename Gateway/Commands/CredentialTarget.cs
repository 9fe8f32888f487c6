using System.CommandLine;
using Gateway.Credentials;

namespace Gateway.Commands;

/// <summary>The options that say whose a credential is and what it is for.</summary>
internal sealed class CredentialTarget
{
    private readonly Option<string?> _user = new("--user", "-u") { Description = "The user on the device; without it any.", HelpName = "USER" };
    private readonly Option<string[]> _devices = new("--device", "-d") { Description = "A device, with * for any characters; may be given several times.", HelpName = "NAME" };
    private readonly Option<string[]> _deviceGroups = new("--device-group") { Description = "A group of devices, with *; may be given several times.", HelpName = "NAME" };
    private readonly Option<string[]> _groups = new("--group", "-g") { Description = "Only for people of this group; may be given several times.", HelpName = "GROUP" };
    private readonly Option<int> _priority = new("--priority") { Description = "The highest signs in, -1000 to 1000; of several the first by name.", HelpName = "N" };
    private readonly Option<string?> _person = PersonOption();
    private readonly Option<bool> _gateway = new("--gateway") { Description = "The gateway's, for everybody who may open the device; this is the default." };

    /// <summary>Whose it is.</summary>
    public static Option<string?> PersonOption() => new("--person", "-p") { Description = "Somebody's own: his id such as oidc:alice, or the name of a local person.", HelpName = "PERSON" };

    /// <summary>The id of a person who was named; empty for nobody.</summary>
    public static string IdOf(string? person) => person is null ? "" : person.Contains(':', StringComparison.Ordinal) ? person : $"local:{person}";

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _user, _devices, _deviceGroups, _groups, _priority, _person, _gateway }) command.Add(option);
    }

    /// <summary>Whose it is to be: a person's id, or empty.</summary>
    public string Owner(ParseResult parsed) => parsed.GetValue(_person) is { } person && parsed.GetValue(_gateway) ? throw new CredentialException($"{person} and the gateway cannot both own it.")
        : IdOf(parsed.GetValue(_person));

    /// <summary>What it is to be, without a secret.</summary>
    public CredentialForm Form(ParseResult parsed, string name) => new()
    {
        Name = name,
        User = parsed.GetValue(_user),
        Devices = parsed.GetValue(_devices) is { Length: > 0 } devices ? devices : Owner(parsed).Length > 0 ? ["*"] : [],
        Groups = parsed.GetValue(_deviceGroups),
        People = parsed.GetValue(_groups),
        Priority = parsed.GetValue(_priority),
    };
}
