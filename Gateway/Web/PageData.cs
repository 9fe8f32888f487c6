namespace Gateway.Web;

/// <summary>What a page is told by the server; see protocol.ts.</summary>
internal sealed record PageData(
    string Page, string Base, string Version, string Domain, IReadOnlyList<string> Methods, IReadOnlyList<int[]> Ports, PageLink? Link, bool SignIn, SignInWays? Ways,
    string? Shared, bool Recordings, bool Devices, bool Desktops, bool Tunnels, string Nonce = "");

/// <summary>What a terminal page, or a device's page, is for. What a device's address says beyond that the page reads itself.</summary>
/// <param name="Method">The method's name; empty with a device.</param>
/// <param name="User">The remote user; empty with a device.</param>
/// <param name="Port">The port; empty with a device.</param>
/// <param name="Device">The device's name; null for a port.</param>
internal sealed record PageLink(string Method, string User, string Port, string? Device = null);

/// <summary>The ways to sign in.</summary>
/// <param name="Password">Whether there is one with a name and a password.</param>
/// <param name="Code">Whether a one-time code may be asked for.</param>
/// <param name="Oidc">Label of the single sign-on button, or empty.</param>
/// <param name="Connection">Whether the proxy in front, or a certificate, can say who this is.</param>
/// <param name="Trouble">Why the last try at the provider failed; empty if it did not.</param>
internal sealed record SignInWays(bool Password, bool Code, string Oidc, bool Connection, string Trouble);
