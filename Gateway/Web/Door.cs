namespace Gateway.Web;

/// <summary>Through which of the gateway's listeners a request came. Each has routes of its own, and no other's.</summary>
public enum Door
{
    /// <summary>For browsers.</summary>
    Public,

    /// <summary>For the other nodes of this gateway.</summary>
    Node,

    /// <summary>For the operator and his monitoring.</summary>
    Operations,
}
