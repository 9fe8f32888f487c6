namespace Gateway.Web;

/// <summary>What a page is told by the server; see protocol.ts.</summary>
internal sealed record PageData(
    string Page, string Base, string Version, string Domain, IReadOnlyList<string> Methods, IReadOnlyList<int[]> Ports, PageLink? Link, string Nonce = "");

/// <summary>The link of a terminal page.</summary>
internal sealed record PageLink(string Method, string User, string Port);
