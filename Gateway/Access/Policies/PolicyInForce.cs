namespace Gateway.Access.Policies;

/// <summary>The policy that counts now. It is taken in anew while the gateway runs.</summary>
/// <param name="policy">The first one.</param>
public sealed class PolicyInForce(Policy policy)
{
    private Policy _current = policy;

    /// <summary>The policy.</summary>
    public Policy Current => Volatile.Read(ref _current);

    /// <summary>Why the file's last change was not taken in; null while the file's own policy is in force.</summary>
    public string? Refused { get; private set; }

    /// <summary>Puts a policy in force.</summary>
    public void Replace(Policy policy)
    {
        Refused = null;
        Volatile.Write(ref _current, policy);
    }

    /// <summary>Keeps the policy: it is what the file says.</summary>
    public void Keep() => Refused = null;

    /// <summary>Keeps the policy: the file's change is faulty.</summary>
    public void Refuse(string why) => Refused = why;
}
