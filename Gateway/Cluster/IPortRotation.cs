namespace Gateway.Cluster;

/// <summary>Whose turn it is among ports that are handed out one after the other.</summary>
public interface IPortRotation
{
    /// <summary>The next number, counting from 0.</summary>
    Task<long> NextAsync();
}
