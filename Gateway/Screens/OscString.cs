using System.Text;

namespace Gateway.Screens;

/// <summary>An operating system command that is being read. Only titles (0 and 2) are kept, and of them no more than is shown.</summary>
internal sealed class OscString
{
    /// <summary>Characters of a title.</summary>
    public const int MaxTitle = 256;

    /// <summary>xterm.js gives up beyond it (PAYLOAD_LIMIT).</summary>
    private const int MaxLength = 10_000_000;

    private readonly StringBuilder _text = new();
    private int _number = -1;
    private bool _hasNumber, _isWrong;
    private int _length;

    /// <summary>The title that it sets; null if it sets none.</summary>
    public string? Title => !_isWrong && _number is 0 or 2 && _length <= MaxLength ? _text.ToString() : null;

    public void Start()
    {
        _text.Clear();
        (_number, _length, _hasNumber, _isWrong) = (-1, 0, false, false);
    }

    public void Put(int code)
    {
        if (_isWrong) return;
        if (_hasNumber)
        {
            if (_length <= MaxLength) _length += code > char.MaxValue ? 2 : 1;
            if (code >= 0xA0 || code is >= 0x20 and < 0x7F) Append(code);
        }
        else if (code == ';')
        {
            _hasNumber = true;
        }
        else if (code is < '0' or > '9')
        {
            _isWrong = true;
        }
        else
        {
            _number = Math.Min(Math.Max(_number, 0) * 10 + code - '0', 100_000);
        }
    }

    private void Append(int code)
    {
        if (_number is not (0 or 2)) return;
        string text = char.ConvertFromUtf32(code);
        if (_text.Length + text.Length <= MaxTitle) _text.Append(text);
    }
}
