namespace Gateway.Tests.Browser;

/// <summary>What is put into every page so that a test can look at its terminal.</summary>
internal static class Probe
{
    public const string Script = """
        addEventListener('securitypolicyviolation', event =>
          console.error(`Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
        window.probe = {
          get terminal() { return document.getElementById('terminal')?.xterm; },
          lines(last = Infinity) {
            const buffer = this.terminal?.buffer.active;
            const lines = [];
            for (let at = Math.max(0, (buffer?.length ?? 0) - last); at < (buffer?.length ?? 0); at++) {
              const line = buffer.getLine(at);
              if (line.isWrapped && lines.length > 0) lines.push(lines.pop() + line.translateToString(true));
              else lines.push(line.translateToString(true));
            }
            return lines;
          },
          // Blanks at the end of the last line are part of a prompt, which xterm.js trims.
          sees(words) { return this.lines(300).some(line => `${line} `.includes(words)); },
          until(test, within) {
            return new Promise(resolve => {
              const start = performance.now();
              const look = () => {
                if (test()) resolve(performance.now() - start);
                else if (performance.now() - start > within) resolve(-1);
                else setTimeout(look, 10);
              };
              look();
            });
          },
        };
        """;

    /// <summary>What the software renderer of a machine without a graphics card says.</summary>
    public static bool IsNoise(string text) => text.Contains("GL Driver Message", StringComparison.Ordinal) || text.Contains("WebGL is falling back", StringComparison.Ordinal)
        || text.Contains("Automatic fallback to software WebGL", StringComparison.Ordinal);
}
