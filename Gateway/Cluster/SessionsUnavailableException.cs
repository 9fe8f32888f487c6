namespace Gateway.Cluster;

/// <summary>Who this is cannot be told now: the session is on record in a Redis that does not answer.</summary>
public sealed class SessionsUnavailableException : Exception
{
    /// <summary>With why Redis did not answer.</summary>
    public SessionsUnavailableException(Exception reason)
        : base("The session cannot be read now: Redis does not answer.", reason)
    {
    }
}
