using Gateway.Terminals;

namespace Gateway;

/// <summary>The account that a file belongs to.</summary>
internal static class FileOwner
{
    /// <summary>Gives one file the owner and group of another. False if this account may not.</summary>
    public static bool Keep(string from, string to)
    {
        if (Libc.OwnerOf(from) is not { } owner) return false;
        return Libc.OwnerOf(to) == owner || Libc.chown(to, owner.User, owner.Group) == 0;
    }
}
