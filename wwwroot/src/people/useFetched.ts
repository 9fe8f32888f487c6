import { useEffect, useMemo } from 'preact/hooks';
import { Fetched } from './fetched';

/** An answer of the gateway, for as long as the component is shown. */
export function useFetched<T>(path: string): Fetched<T> {
  const fetched = useMemo(() => new Fetched<T>(path), []);
  useEffect(() => () => fetched.dispose(), [fetched]);
  return fetched;
}
