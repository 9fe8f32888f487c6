using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Gateway.Credentials;

namespace Gateway.Commands;

/// <summary><c>gateway credential</c>: what signs people in to devices.</summary>
public static class CredentialCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The credential's name." };

    /// <summary>Makes the command. It exits with 0 if it did what was asked, 1 if that was refused, 2 if the configuration or the store cannot be read.</summary>
    public static Command Create() => new("credential", """
        Look after the credentials that people are signed in to devices with.
        Secrets are asked for on the terminal, or taken from standard input; never from the command line. Run it as the gateway's account, which can read the master key.
        A running gateway takes changes in by itself.
        Exit codes: 0 done, 1 refused, 2 the configuration or the store cannot be read.

        Examples:
          gateway credential add core-admin --user admin --device-group core
          gateway credential add backup --user backup --device 'edge-*' --key < backup_ed25519
          gateway credential add lab --user lab --device '*' --vault lab/admin
          gateway credential list
          gateway credential rekey new-master.key
        """) { Add(), List(), Remove(), Test(), Rekey() };

    private static Command Add()
    {
        var target = new CredentialTarget();
        var key = new Option<bool>("--key") { Description = "A private key, which is read from standard input whole. A passphrase is asked for if the key needs one." };
        var certificate = new Option<bool>("--certificate") { Description = "A short-lived certificate of the gateway's own authority (gateway key ca)." };
        var passphrase = new Option<string?>("--passphrase-file") { Description = "File whose first line is the key's passphrase.", HelpName = "PATH" };
        var vault = new Option<string?>("--vault") { Description = "The secret is in Vault under this name, below credentials.vault.path.", HelpName = "NAME" };
        var command = new Command("add", "Add a credential, or replace the one of that name.") { Name, key, certificate, passphrase, vault };
        target.AddTo(command);
        return CredentialActing.Set(command, async (parsed, parts, console) =>
        {
            bool isKey = parsed.GetValue(key), isCertificate = parsed.GetValue(certificate);
            if (isKey && isCertificate) throw new CredentialException("--key and --certificate say two things.");
            var form = target.Form(parsed, parsed.GetRequiredValue(Name)) with
            {
                Kind = isKey ? CredentialKind.Key : isCertificate ? CredentialKind.Certificate : CredentialKind.Password,
                Vault = parsed.GetValue(vault),
            };
            if (form.Vault is null && isKey) form = form with { Key = PasswordPrompt.Text(), Passphrase = parsed.GetValue(passphrase) is { } file ? File.ReadLines(file).FirstOrDefault() : null };
            else if (form.Vault is null && !isCertificate) form = form with { Password = PasswordPrompt.Secret(console.Error, $"Password of {form.User ?? form.Name}: ") };
            string owner = target.Owner(parsed);
            var before = (await parts.Store.ListAsync(owner)).FirstOrDefault(one => one.Name == form.Name);
            if (before is not null && before.Kind != form.Kind) throw new CredentialException($"{before.Name} is there already, and is another kind; remove it first.");
            var kept = await parts.Keeping.WriteAsync(null, owner, before?.Id, form);
            await console.Output.WriteLineAsync($"{kept.Name} is {(before is null ? "kept" : "replaced")}.");
        });
    }

    private static Command List() => CredentialActing.Set(new Command("list", "Show all credentials, without their secrets."), async (_, parts, console) =>
    {
        foreach (var one in await parts.Store.ListAsync(null))
        {
            string where = string.Join(" ", one.Devices.Concat(one.Groups.Select(group => $"group:{group}")).Concat(one.People.Select(group => $"people:{group}")));
            await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{one.Name,-24} {one.Kind.ToString().ToLowerInvariant(),-11} {(one.Owner.Length > 0 ? one.Owner : "gateway"),-20} {(one.User.Length > 0 ? one.User : "-"),-16} {one.Priority,5}  {where}"));
        }
    });

    private static Command Remove()
    {
        var person = CredentialTarget.PersonOption();
        return CredentialActing.Set(new Command("rm", "Remove a credential for good.") { Name, person }, async (parsed, parts, console) =>
        {
            var found = await parts.FindAsync(CredentialTarget.IdOf(parsed.GetValue(person)), parsed.GetRequiredValue(Name));
            await parts.Keeping.RemoveAsync(null, found.Owner, found.Id);
            await console.Output.WriteLineAsync($"{found.Name} is removed.");
        });
    }

    private static Command Test()
    {
        var person = CredentialTarget.PersonOption();
        return CredentialActing.Set(new Command("test", "Try whether a credential's secret can be had: opened with the master key or read from Vault, and a key loaded.") { Name, person }, async (parsed, parts, console) =>
        {
            var found = await parts.FindAsync(CredentialTarget.IdOf(parsed.GetValue(person)), parsed.GetRequiredValue(Name));
            await parts.Keeping.TestAsync(found);
            await console.Output.WriteLineAsync($"{found.Name} can be used.");
        });
    }

    private static Command Rekey()
    {
        var file = new Argument<string>("FILE") { Description = "File with the new master key." };
        return CredentialActing.Set(new Command("rekey", """
            Seal everything that the configured master key has sealed with another one.
            Afterwards put the new file in place of the old (mv NEW OLD): a running gateway reads it at the next use. What could not be sealed anew is named, and nothing is lost; the command can be run again.
            """) { file }, async (parsed, parts, console) =>
        {
            byte[] content = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file));
            using var to = MasterKey.Read(content);
            CryptographicOperations.ZeroMemory(content);
            using var from = parts.Store.Key();
            var (done, left) = await parts.Store.RekeyAsync(from, to);
            await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} sealed anew."));
            if (left.Count > 0) throw new CredentialException(string.Join(Environment.NewLine, left));
        });
    }
}
