import type { PageData } from './protocol';

/** What the gateway wrote into this page. */
export const page: PageData = read();

/** The address of something below the gateway's own path. */
export function address(path: string): string {
  return new URL(page.base + path, location.origin).href;
}

function read(): PageData {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="gateway"]');
  if (!meta) throw new Error('The page carries no gateway data.');
  return JSON.parse(meta.content) as PageData;
}
