import { useEffect, useState } from 'preact/hooks';
import { listen } from '../disposable';

/** Whether a media query matches now. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const listening = listen(list, 'change', () => setMatches(list.matches));
    return () => listening.dispose();
  }, [query]);
  return matches;
}
