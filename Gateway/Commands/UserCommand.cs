using System.CommandLine;
using Gateway.Access.Identity;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary><c>gateway user</c>: the local people who may sign in.</summary>
public static class UserCommand
{
    private const int Good = 0;
    private const int Refused = 1;
    private const int Unread = 2;

    private static readonly Option<string?> FileOption = new("--file", "-f")
    {
        Description = "The file of people. Default: signIn.people of the configuration.",
        HelpName = "PATH",
        Recursive = true,
    };

    private static readonly Argument<string> Name = new("NAME") { Description = "The name that is typed to sign in: a-z, 0-9 and . _ @ -" };

    /// <summary>Makes the command. It exits with 0 if it did what was asked, 1 if that was refused, 2 if the file or the configuration cannot be read.</summary>
    public static Command Create() => new("user", """
        Look after the local people who may sign in.
        A running gateway takes changes in by itself; whoever is removed, disabled or given a new password or new one-time codes is signed out.
        Passwords are asked for on the terminal, or taken from the first line of standard input; never from the command line.
        Exit codes: 0 done, 1 refused, 2 the file or the configuration cannot be read.

        Examples:
          gateway user add alice --display-name "Alice Smith" --group network --group core
          gateway user totp alice
          gateway user passwd alice < new-password.txt
          gateway user disable alice
          gateway user list
        """)
    {
        FileOption, Add(), Password(), Totp(), Groups(), Change("disable", "Keep somebody out; what is known of him stays.", (person, now) => person with { Disabled = true, Changed = now }),
        Change("enable", "Let somebody in again.", (person, now) => person with { Disabled = false, Changed = now }), Remove(), List(),
    };

    private static Command Add()
    {
        var display = new Option<string>("--display-name", "-d") { Description = "The name for other people to read.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var groups = new Option<string[]>("--group", "-g") { Description = "A group that the policy names; may be given several times.", HelpName = "GROUP" };
        var command = new Command("add", "Add a person; asks for the password.") { Name, display, groups };
        return Acting(command, async (parsed, people, console, cancellation) =>
        {
            string name = parsed.GetRequiredValue(Name), shown = parsed.GetRequiredValue(display);
            var among = GroupsOf(parsed.GetValue(groups) ?? []);
            if (!PeopleText.IsName(name)) throw new PeopleFileException($"\"{name}\" is no name: up to 64 of a-z, 0-9 and . _ @ -, with a letter or digit first, in small letters");
            if (!PeopleText.IsText(shown)) throw new PeopleFileException("the display name holds a control character, a blank at an end, or more than 128 characters");
            if (people.Read().Any(person => person.Name == name)) throw new PeopleFileException($"{name} is there already");
            string hash = PasswordHashing.Hash(PasswordPrompt.NewPassword(console.Error, name));
            bool isNew = !File.Exists(people.Path);
            await people.ChangeAsync(all => all.Any(person => person.Name == name)
                ? throw new PeopleFileException($"{name} is there already")
                : [.. all, new LocalPerson { Name = name, DisplayName = shown, Groups = among, Password = hash, Changed = DateTimeOffset.UtcNow }], cancellation);
            await console.Output.WriteLineAsync($"{name} can sign in.");
            if (isNew) await console.Error.WriteLineAsync($"Made {people.Path}, which only {Environment.UserName} can read. The gateway's account has to own it.");
        });
    }

    private static Command Password() => Acting(new Command("passwd", "Give somebody a new password, which ends all his sign-ins.") { Name }, async (parsed, people, console, cancellation) =>
    {
        string name = PeopleChanges.Find(people, parsed.GetRequiredValue(Name)).Name;
        string hash = PasswordHashing.Hash(PasswordPrompt.NewPassword(console.Error, name));
        await PeopleChanges.OneAsync(people, name, person => person with { Password = hash, Changed = DateTimeOffset.UtcNow }, cancellation);
        await console.Output.WriteLineAsync($"{name} has a new password.");
    });

    private static Command Totp()
    {
        var off = new Option<bool>("--off") { Description = "Ask for no more codes." };
        var unconfirmed = new Option<bool>("--no-confirm") { Description = "Do not ask for a code first; for scripts." };
        var command = new Command("totp", """
            Have somebody sign in with one-time codes besides the password (RFC 6238).
            Shows a QR code for an authenticator, and stores the secret after a code was typed that fits.
            """) { Name, off, unconfirmed };
        return Acting(command, async (parsed, people, console, cancellation) =>
        {
            string name = PeopleChanges.Find(people, parsed.GetRequiredValue(Name)).Name;
            string? secret = parsed.GetValue(off) ? null : OneTimeCodes.NewSecret();
            if (secret is not null)
            {
                bool terminal = console.Output == Console.Out && !Console.IsOutputRedirected;
                foreach (string line in Enrolment.Lines(secret, name, terminal)) await console.Output.WriteLineAsync(line);
                if (!parsed.GetValue(unconfirmed) && OneTimeCodes.StepOf(secret, PasswordPrompt.Line(console.Error, "A code that it shows now: "), DateTimeOffset.UtcNow) is null)
                    throw new PeopleFileException("that code is not of this secret, or a clock is wrong; nothing was changed");
            }
            await PeopleChanges.OneAsync(people, name, person => person with { Totp = secret, Changed = DateTimeOffset.UtcNow }, cancellation);
            await console.Output.WriteLineAsync(secret is null ? $"{name} signs in without codes." : $"{name} signs in with codes from now on.");
        });
    }

    private static Command Groups()
    {
        var groups = new Argument<string[]>("GROUP") { Description = "All the groups; without any they are shown.", Arity = ArgumentArity.ZeroOrMore };
        var none = new Option<bool>("--none") { Description = "Take all groups away." };
        return Acting(new Command("groups", "Show or set somebody's groups.") { Name, groups, none }, async (parsed, people, console, cancellation) =>
        {
            var person = PeopleChanges.Find(people, parsed.GetRequiredValue(Name));
            var given = GroupsOf(parsed.GetValue(groups) ?? []);
            if (given.Length > 0 && parsed.GetValue(none)) throw new PeopleFileException("groups and --none say two things");
            if (given.Length > 0 || parsed.GetValue(none)) person = await PeopleChanges.OneAsync(people, person.Name, before => before with { Groups = given }, cancellation);
            await console.Output.WriteLineAsync($"{person.Name}: {(person.Groups.Count > 0 ? string.Join(", ", person.Groups) : "no groups")}");
        });
    }

    private static Command Change(string word, string description, Func<LocalPerson, DateTimeOffset, LocalPerson> change) =>
        Acting(new Command(word, description) { Name }, async (parsed, people, console, cancellation) =>
        {
            var person = await PeopleChanges.OneAsync(people, parsed.GetRequiredValue(Name), before => change(before, DateTimeOffset.UtcNow), cancellation);
            await console.Output.WriteLineAsync($"{person.Name} {(person.Disabled ? "can no longer sign in" : "can sign in")}.");
        });

    private static Command Remove() => Acting(new Command("rm", "Remove a person.") { Name }, async (parsed, people, console, cancellation) =>
    {
        string name = PeopleChanges.Find(people, parsed.GetRequiredValue(Name)).Name;
        await people.ChangeAsync(all => [.. all.Where(person => person.Name != name)], cancellation);
        await console.Output.WriteLineAsync($"{name} is removed.");
    });

    private static Command List() => Acting(new Command("list", "Show everybody, without hashes and secrets."), async (parsed, people, console, cancellation) =>
    {
        if (!File.Exists(people.Path)) throw new FileNotFoundException("it is not there; \"gateway user add\" makes it");
        foreach (string line in PeopleChanges.Table(people.Read())) await console.Output.WriteLineAsync(line);
    });

    private static string[] GroupsOf(string[] given)
    {
        string[] groups = [.. given.SelectMany(some => some.Split(',')).Select(group => group.Trim()).Distinct()];
        return groups.All(group => group.Length > 0 && PeopleText.IsText(group)) ? groups : throw new PeopleFileException("a group is empty, too long or holds a control character");
    }

    private static Command Acting(Command command, Func<ParseResult, PeopleWriter, InvocationConfiguration, CancellationToken, Task> act)
    {
        command.SetAction(async (parsed, cancellation) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            string? path = parsed.GetValue(FileOption);
            if (path is null)
            {
                // Whoever looks after people need not be able to read the gateway's keys.
                var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
                if (result.Configuration is null)
                {
                    foreach (string line in FaultReport.Lines(result)) await error.WriteLineAsync(line);
                    return Unread;
                }
                path = result.Configuration.SignIn.People;
            }
            if (path is null)
            {
                await error.WriteLineAsync("The configuration names no file of people. Set signIn.people, or name one with --file.");
                return Unread;
            }
            try
            {
                await act(parsed, new PeopleWriter(path, FileOwner.Keep), parsed.InvocationConfiguration, cancellation);
                return Good;
            }
            catch (PeopleFileException exception)
            {
                await error.WriteLineAsync($"{path}: {exception.Message}.");
                return Refused;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"{path}: {exception.Message.TrimEnd('.')}.");
                return Unread;
            }
        });
        return command;
    }
}
