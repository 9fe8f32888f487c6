namespace Gateway.Screens;

/// <summary>What the parser does with a code.</summary>
internal enum ParserAction
{
    Ignore,
    Fail,
    Print,
    Execute,
    OscStart,
    OscPut,
    OscEnd,
    CsiDispatch,
    Param,
    Collect,
    EscDispatch,
    Clear,
    DcsHook,
    DcsEnd,
}
