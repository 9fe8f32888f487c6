using Gateway.Access.Policies;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>Who is on a terminal, as the people there are shown it.</summary>
public sealed class Companies(PolicyInForce policy)
{
    /// <summary>Whether people learn of administrators who look on.</summary>
    public bool ShowsAdministrators => policy.Current.WatchIsShown;

    /// <summary>Everybody who is there now. An administrator who looks on unseen, where the policy has it so, is left out.</summary>
    public Company Of(Terminal terminal) => new(
        terminal.KeyboardMode == KeyboardMode.Open ? Company.Open : Company.Baton,
        [.. terminal.Present.Where(present => !present.IsAdministrator || ShowsAdministrators).Select(Shown)]);

    private static Member Shown(Present present) => new(
        present.Alias, present.By.Name, present.MayType ? Attached.Type : Attached.Watch, present.Types, present.IsOwner, present.IsAdministrator, present.Wants, present.Since);
}
