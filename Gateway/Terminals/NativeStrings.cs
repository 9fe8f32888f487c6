using System.Runtime.InteropServices;

namespace Gateway.Terminals;

/// <summary>Null-terminated strings for the length of one call.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly List<nint> _blocks = [];

    public byte* Add(string text)
    {
        // A NUL would cut an argument short unseen.
        if (text.Contains('\0')) throw new IOException("A NUL character cannot be handed to a program.");
        nint block = Marshal.StringToCoTaskMemUTF8(text);
        _blocks.Add(block);
        return (byte*)block;
    }

    public byte** AddList(ReadOnlySpan<string> texts)
    {
        nint* list = (nint*)Marshal.AllocCoTaskMem((texts.Length + 1) * sizeof(nint));
        _blocks.Add((nint)list);
        for (int i = 0; i < texts.Length; i++) list[i] = (nint)Add(texts[i]);
        list[texts.Length] = 0;
        return (byte**)list;
    }

    public void Dispose()
    {
        foreach (nint block in _blocks) Marshal.FreeCoTaskMem(block);
    }
}
