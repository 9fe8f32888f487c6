namespace Gateway.Screens;

/// <summary>Where the parser stands.</summary>
internal enum State
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParam,
    CsiIntermediate,
    CsiIgnore,

    /// <summary>Within SOS, PM or APC, which mean nothing here.</summary>
    Ignored,
    Osc,
    DcsEntry,
    DcsParam,
    DcsIgnore,
    DcsIntermediate,
    DcsPass,
}
