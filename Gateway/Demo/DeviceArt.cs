using System.Globalization;
using System.Text;

namespace Gateway.Demo;

/// <summary>Pictures that show whether a terminal draws, measures and colours as it should.</summary>
internal static class DeviceArt
{
    // Written as escapes, since editors and git like to compose such letters.
    private const string BaseAndMark = "e\u0301n\u0303a\u030ao\u0308u\u0308";

    public static void Pictures(DeviceConsole console) => console.Write(
        $"""

          ╭──────────╮      ╔══════════╗      ┏━━━━━━━━━━┓
          │ browser  │══════╣ gateway  ╠══════┫  device  ┃
          ╰──────────╯      ╚════╤═════╝      ┗━━━━━━━━━━┛
                                 │ ▁▂▃▄▅▆▇█▇▆▅▄▃▂▁  ░▒▓█▓▒░  ⣀⣤⣶⣿⣶⣤⣀
                                 └─▶ ◀ ▲ ▼ ◆ ● ✓ ✗ ☃ ♞ ∞ ≠ ∑ √ ∫

          The bars on the right stand in one line where widths are right:

          narrow     |abcdefghij|
          wide       |端末装置器|
          hangul     |단말장치함|
          full width |ＡＢＣＤＥ|
          emoji      |🚀🔒🐧🌍🎉|
          combining  |éñåöüéñåöü|  composed
          combining  |{BaseAndMark}{BaseAndMark}|  base and mark

          family 👨‍👩‍👧‍👦   flag 🇨🇭   skin tone 👍🏽
          Ελληνικά  Кириллица  עברית  العربية  हिन्दी  ไทย


        """);

    public static void Colours(DeviceConsole console)
    {
        var page = new StringBuilder();
        for (var row = 0; row < 2; row++)
        {
            for (var colour = 0; colour < 8; colour++)
                page.Append(CultureInfo.InvariantCulture, $"\e[{(row == 0 ? 40 : 100) + colour}m {row * 8 + colour,3} \e[0m");
            page.Append('\n');
        }
        page.Append("\e[1mbold\e[0m \e[2mfaint\e[0m \e[3mitalic\e[0m \e[4munder\e[0m \e[4:3mcurly\e[0m \e[7mreverse\e[0m \e[9mstruck\e[0m\n\n");
        for (var row = 0; row < 6; row++)
        {
            for (var column = 0; column < 36; column++)
                page.Append(CultureInfo.InvariantCulture, $"\e[48;5;{16 + row * 36 + column}m  ");
            page.Append("\e[0m\n");
        }
        for (var grey = 232; grey < 256; grey++)
            page.Append(CultureInfo.InvariantCulture, $"\e[48;5;{grey}m   ");
        page.Append("\e[0m\n\n");
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 72; column++)
            {
                var (red, green, blue) = Rainbow(column / 72.0, 1 - row / 5.0);
                page.Append(CultureInfo.InvariantCulture, $"\e[48;2;{red};{green};{blue}m ");
            }
            page.Append("\e[0m\n");
        }
        console.Write(page.ToString());
    }

    private static (int Red, int Green, int Blue) Rainbow(double turn, double bright)
    {
        int Part(double shift) => (int)(bright * (127.5 + 127.5 * Math.Cos(2 * Math.PI * (turn - shift))));
        return (Part(0), Part(1 / 3.0), Part(2 / 3.0));
    }
}
