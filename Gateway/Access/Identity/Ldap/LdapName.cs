using System.Globalization;
using System.Text;

namespace Gateway.Access.Identity.Ldap;

/// <summary>Distinguished names as text (RFC 4514).</summary>
public static class LdapName
{
    /// <summary>A value as it may stand in a distinguished name. Everything but letters, digits and <c>. _ @ -</c> inside is written in hexadecimal, which is always allowed.</summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder();
        foreach (byte letter in Encoding.UTF8.GetBytes(value))
        {
            if (letter < 0x80 && (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'.' or (byte)'_' or (byte)'@' or (byte)'-')) escaped.Append((char)letter);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\{letter:X2}");
        }
        return escaped.ToString();
    }
}
