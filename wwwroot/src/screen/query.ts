import { clamp, largestFont, smallestFont, type Settings } from './settings';

/** What a link may ask of the page. Nothing of it reaches the gateway's command line. */
export interface Wishes {
  title: string | null;
  settings: Partial<Settings>;
  /** A fixed size, where the link names one; else the window decides. */
  cols: number | null;
  rows: number | null;
}

export function readQuery(search: string): Wishes {
  const query = new URLSearchParams(search);
  const settings: Partial<Settings> = {};
  const theme = query.get('theme');
  if (theme !== null) settings.theme = theme;
  const fontSize = whole(query.get('fontSize'));
  if (fontSize !== null) settings.fontSize = clamp(fontSize, smallestFont, largestFont, 14);
  const title = query.get('title');
  return {
    title: title === null ? null : plainTitle(title) || null,
    settings,
    cols: size(query.get('cols'), 500),
    rows: size(query.get('rows'), 300),
  };
}

/** A title from outside: no control or direction characters, at most 80 characters. */
export function plainTitle(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')].slice(0, 80).join('').trim();
}

function size(text: string | null, most: number): number | null {
  const number = whole(text);
  return number === null || number < 2 || number > most ? null : number;
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;
}
