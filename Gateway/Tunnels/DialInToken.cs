namespace Gateway.Tunnels;

/// <summary>A token that was made for a device. Only its hash is kept.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Member">Which of a pair.</param>
/// <param name="Token">The token.</param>
public sealed record DialInToken(string Device, Member Member, string Token)
{
    /// <summary>Gives every member of devices a token of its own, in place of a key.</summary>
    /// <returns>The devices with the hashes, and the tokens in their order.</returns>
    public static (IReadOnlyList<DialIn> Devices, IReadOnlyList<DialInToken> Tokens) Give(IReadOnlyList<DialIn> devices)
    {
        List<DialInToken> tokens = [];
        return ([.. devices.Select(device => device.Members().ToList().Aggregate(device, (given, one) =>
        {
            var token = new DialInToken(device.Name, one.Which, DialInSecrets.NewToken());
            tokens.Add(token);
            return given.With(one.Which, one.Member with { Key = null, TokenHash = DialInSecrets.HashOfToken(token.Token) });
        }))], tokens);
    }

    // A log that writes a record out holds no token.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Device = ").Append(Device);
        return true;
    }
}
