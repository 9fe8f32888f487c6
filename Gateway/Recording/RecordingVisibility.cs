namespace Gateway.Recording;

/// <summary>What of a recording decides about who may see it.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Method">The method.</param>
/// <param name="User">The user on the device.</param>
/// <param name="Port">The port.</param>
public sealed record RecordingScope(string Owner, string Method, string User, int Port);

/// <summary>Which recordings somebody may see. Others do not exist for him: they are in no page, no count and no cursor.</summary>
public sealed class RecordingVisibility
{
    private readonly Func<RecordingScope, bool>? _sees;

    private RecordingVisibility(Func<RecordingScope, bool>? sees) => _sees = sees;

    /// <summary>All of them.</summary>
    public static RecordingVisibility All { get; } = new(null);

    /// <summary>Whether all are seen.</summary>
    internal bool IsAll => _sees is null;

    /// <summary>Those that a decision lets through. It is asked once for each different scope.</summary>
    public static RecordingVisibility Where(Func<RecordingScope, bool> sees)
    {
        ArgumentNullException.ThrowIfNull(sees);
        return new RecordingVisibility(sees);
    }

    /// <summary>Whether recordings of a scope are seen.</summary>
    public bool Sees(RecordingScope scope) => _sees is null || _sees(scope);
}
