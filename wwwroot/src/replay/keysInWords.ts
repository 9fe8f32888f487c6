const named: Readonly<Record<string, string>> = {
  '\r': '⏎', '\n': '⏎', '\t': '⇥', '\x7f': '⌫', '\b': '⌫', '\x1b': '⎋',
  '\x1b[A': '↑', '\x1b[B': '↓', '\x1b[C': '→', '\x1b[D': '←', '\x1bOA': '↑', '\x1bOB': '↓', '\x1bOC': '→', '\x1bOD': '←',
  '\x1b[H': '⇱', '\x1b[F': '⇲', '\x1b[5~': '⇞', '\x1b[6~': '⇟', '\x1b[3~': '⌦',
};

// A CSI or SS3 sequence, then any single character that is no printing one.
const keys = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[@-~]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Typed bytes as people say them: "show ver⏎", "^C", "↑". No character of it does anything. */
export function keysInWords(typed: string): string {
  return typed.replace(keys, key => named[key] ?? (key.length === 1 && key < ' ' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key.length > 1 ? '◆' : ''));
}
