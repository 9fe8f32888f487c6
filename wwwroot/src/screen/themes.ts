import type { ITheme } from '@xterm/xterm';

export interface Theme {
  name: string;
  dark: boolean;
  colors: ITheme;
}

const ansi = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white',
  'brightBlack', 'brightRed', 'brightGreen', 'brightYellow', 'brightBlue', 'brightMagenta', 'brightCyan', 'brightWhite'] as const;

// `colors`: background, foreground, cursor, selection, then the sixteen.
function theme(name: string, dark: boolean, colors: string): Theme {
  const [background, foreground, cursor, selection, ...sixteen] = colors.split(' ').map(color => `#${color}`);
  const named: ITheme = {
    background, foreground, cursor, cursorAccent: background,
    selectionBackground: selection,
    selectionInactiveBackground: selection,
    scrollbarSliderBackground: `${foreground}26`,
    scrollbarSliderHoverBackground: `${foreground}40`,
    scrollbarSliderActiveBackground: `${foreground}59`,
    overviewRulerBorder: '#00000000',
  };
  ansi.forEach((color, index) => (named[color] = sixteen[index]));
  return { name, dark, colors: named };
}

/** By the name used in settings and in a link's `theme`. */
export const themes: Readonly<Record<string, Theme>> = {
  dark: theme('Gateway Dark', true, '0d1117 d7dde5 7ee0b8 2b4463 1b222c f4777f 6fd7a0 e8c36a 6cb0ff c79bf2 5fd3d9 c5ced9 5c6878 ff9aa0 93e8bb f5d88f 99c9ff dcbcfa 8fe6ea f4f7fa'),
  light: theme('Gateway Light', false, 'fcfcfb 1f2630 0a7f5a cfe3f8 1f2630 c0303c 14784a 8a5f00 1a5fc0 8739b5 0b7480 6a7482 566071 a82430 0e6b40 775200 124fa6 6f2b98 086470 3b4552'),
  'solarized-dark': theme('Solarized Dark', true, '002b36 839496 93a1a1 0f4a58 073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 586e75 cb4b16 93a1a1 a57c00 6c9ccf 6c71c4 4fb8af fdf6e3'),
  'solarized-light': theme('Solarized Light', false, 'fdf6e3 586e75 586e75 e4dcc2 073642 dc322f 718200 9a7400 268bd2 d33682 2aa198 93a1a1 657b83 cb4b16 586e75 7b6200 1f73ae 6c71c4 1f8078 002b36'),
  dracula: theme('Dracula', true, '282a36 f8f8f2 f8f8f2 44475a 21222c ff5555 50fa7b f1fa8c bd93f9 ff79c6 8be9fd f8f8f2 6272a4 ff6e6e 69ff94 ffffa5 d6acff ff92df a4ffff ffffff'),
  nord: theme('Nord', true, '2e3440 d8dee9 d8dee9 434c5e 3b4252 bf616a a3be8c ebcb8b 81a1c1 b48ead 88c0d0 e5e9f0 616e88 d08770 b5cf9e f0d8a4 93b3d3 c6a0bf 8fbcbb eceff4'),
  'one-dark': theme('One Dark', true, '282c34 abb2bf 528bff 3e4451 3f4451 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 d7dae0 5c6370 ff7b86 b1e18b efd09a 67cdff e48bff 63d4e0 ffffff'),
  'one-light': theme('One Light', false, 'fafafa 383a42 526fff d9dce3 383a42 ca3b2f 42883f 9a6a00 3467d6 a626a4 0877a8 6f7683 5c616d b02a20 35702f 805800 2752b5 8a1f88 06628b 20222a'),
  'gruvbox-dark': theme('Gruvbox Dark', true, '282828 ebdbb2 ebdbb2 504945 3c3836 cc241d 98971a d79921 458588 b16286 689d6a a89984 928374 fb4934 b8bb26 fabd2f 83a598 d3869b 8ec07c fbf1c7'),
  'gruvbox-light': theme('Gruvbox Light', false, 'fbf1c7 3c3836 3c3836 d5c4a1 3c3836 cc241d 79740e b57614 076678 8f3f71 427b58 7c6f64 665c54 9d0006 5f5c0a 8a5a0d 054f5d 76305c 2f6145 282828'),
  'tokyo-night': theme('Tokyo Night', true, '1a1b26 c0caf5 c0caf5 33467c 15161e f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff a9b1d6 565f89 ff899d b3e07f f0c480 9bb8ff cfb5ff a4dcff e6eaff'),
  contrast: theme('High Contrast', true, '000000 ffffff ffff00 0050c8 000000 ff6b6b 5cff5c ffff54 7fb2ff ff8cff 5cffff ffffff a8a8a8 ff9b9b 9bff9b ffff9b b0d0ff ffb8ff a8ffff ffffff'),
};

/** What a setting or a link asked for; "system" and anything unknown follow the system. */
export function chooseTheme(wish: string, systemDark: boolean): Theme {
  const fallback = (systemDark ? themes['dark'] : themes['light']) as Theme;
  return (Object.hasOwn(themes, wish) ? themes[wish] : undefined) ?? fallback;
}
