using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Inventory;

namespace Gateway.Web.Devices;

/// <summary>
/// A short name for what somebody is shown of the inventory, without writing it out: the inventory's own version stands for
/// everything in it, and of each device that is shown only that counts which depends on the person, the hour and what is kept.
/// </summary>
internal static class DeviceListVersion
{
    private const int Bytes = 12;

    // Another version of the program may show other things of the same.
    private static readonly string Program = typeof(DeviceListVersion).Module.ModuleVersionId.ToString("N");

    /// <summary>The name, in hexadecimal digits.</summary>
    /// <param name="inventory">What is in force.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="rows">What is shown of it.</param>
    public static string Of(DeviceInventory inventory, string domain, IReadOnlyList<DeviceRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(Program);
        Add(inventory.Version);
        Add(domain);
        Add(rows.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var row in rows)
        {
            Add(row.Name);
            foreach (var way in row.Ways)
            {
                Add(way.Use);
                foreach (string protocol in way.Protocols) Add(protocol);
            }
            Add(row.KeptForDevice ? row.KeptByMe ? "both" : "device" : row.KeptByMe ? "mine" : "none");
            Add(row.Legacy);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));

        // Each with its length, so that no two lists are one text.
        void Add(string text)
        {
            Span<byte> buffer = stackalloc byte[512];
            byte[]? rented = Encoding.UTF8.GetMaxByteCount(text.Length) > buffer.Length - sizeof(int) ? new byte[sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length)] : null;
            var into = rented ?? buffer;
            int length = Encoding.UTF8.GetBytes(text, into[sizeof(int)..]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(into, length);
            hash.AppendData(into[..(sizeof(int) + length)]);
        }
    }
}
