using System.CommandLine;
using System.Globalization;
using Gateway.Credentials;

namespace Gateway.Commands;

/// <summary><c>gateway key</c>: keys that the gateway makes, and its authority for certificates.</summary>
public static class KeyCommand
{
    private const string AuthorityName = "authority";

    private static readonly Argument<string> Name = new("NAME") { Description = "The key's name." };

    /// <summary>Makes the command. It exits with 0 if it did what was asked, 1 if that was refused, 2 if the configuration or the store cannot be read.</summary>
    public static Command Create() => new("key", """
        Look after keys that the gateway makes: a person's (--person), a team's (--group) or the gateway's own (--gateway).
        A private key is made with ssh-keygen, sealed with the master key, and shown to nobody; "show" prints the line for a device's authorized_keys.

        Examples:
          gateway key new core --gateway --user admin --device-group core
          gateway key new alice --person alice
          gateway key show core
          gateway key ca > /etc/ssh/gateway_ca.pub        (TrustedUserCAKeys of a device)
        """) { New(), List(), Show(), Remove(), Authority() };

    private static Command New()
    {
        var target = new CredentialTarget();
        var command = new Command("new", "Make a key (Ed25519), and print its public line.") { Name };
        target.AddTo(command);
        return CredentialActing.Set(command, async (parsed, parts, console) =>
            await PrintAsync(parts.Store, console, await parts.Keeping.WriteAsync(null, target.Owner(parsed), null, target.Form(parsed, parsed.GetRequiredValue(Name)) with { Kind = CredentialKind.Key, Generate = true })));
    }

    private static Command List() => CredentialActing.Set(new Command("list", "Show all keys by their public lines; one that does not open is named in a comment, and the command exits with 1."), async (_, parts, console) =>
    {
        parts.Store.Key().Dispose(); // without it nothing can be said of any
        int damaged = 0;
        foreach (var one in (await parts.Store.ListAsync(null)).Where(one => one.PublicKey.Length > 0))
        {
            try
            {
                await PrintAsync(parts.Store, console, one);
            }
            catch (CredentialException exception)
            {
                damaged++;
                await console.Output.WriteLineAsync($"# {one.Name.Replace(' ', '_')} is damaged: {exception.Message}");
            }
        }
        if (damaged > 0) throw new CredentialException(damaged == 1 ? "One key is damaged; put its line into no device." : string.Create(CultureInfo.InvariantCulture, $"{damaged} keys are damaged; put their lines into no device."));
    });

    private static Command Show()
    {
        var person = CredentialTarget.PersonOption();
        return CredentialActing.Set(new Command("show", "Print the line for a device's authorized_keys.") { Name, person }, async (parsed, parts, console) =>
        {
            var found = await parts.FindAsync(CredentialTarget.IdOf(parsed.GetValue(person)), parsed.GetRequiredValue(Name));
            if (found.PublicKey.Length == 0) throw new CredentialException($"{found.Name} has no public line.");
            await PrintAsync(parts.Store, console, found);
        });
    }

    private static Command Remove()
    {
        var person = CredentialTarget.PersonOption();
        return CredentialActing.Set(new Command("rm", "Remove a key for good; devices still know its public line until that is taken out there.") { Name, person }, async (parsed, parts, console) =>
        {
            var found = await parts.FindAsync(CredentialTarget.IdOf(parsed.GetValue(person)), parsed.GetRequiredValue(Name));
            if (found.PublicKey.Length == 0) throw new CredentialException($"{found.Name} is no key.");
            await parts.Keeping.RemoveAsync(null, found.Owner, found.Id);
            await console.Output.WriteLineAsync($"{found.Name} is removed.");
        });
    }

    private static Command Authority()
    {
        var anew = new Option<bool>("--new") { Description = "Make another one in place of the one there is; devices have to be given its line." };
        return CredentialActing.Set(new Command("ca", "Print the public line of the gateway's authority for certificates, which is made if there is none (TrustedUserCAKeys, sshd_config(5)).") { anew }, async (parsed, parts, console) =>
        {
            var found = (await parts.Store.ListAsync("")).FirstOrDefault(one => one.Kind == CredentialKind.Authority);
            if (found is not null && parsed.GetValue(anew))
            {
                await parts.Keeping.RemoveAsync(null, "", found.Id);
                found = null;
            }
            await PrintAsync(parts.Store, console, found ?? await parts.Keeping.WriteAsync(null, "", null, new CredentialForm { Name = AuthorityName, Kind = CredentialKind.Authority, Generate = true }));
        });
    }

    // What devices are told to trust has to be what was sealed with the key, and not what somebody wrote into the store.
    private static async Task PrintAsync(CredentialStore store, InvocationConfiguration console, Credential key)
    {
        (await store.OpenAsync(key)).Dispose();
        await console.Output.WriteLineAsync($"{key.PublicKey} {key.Name.Replace(' ', '_')}@gateway");
    }
}
