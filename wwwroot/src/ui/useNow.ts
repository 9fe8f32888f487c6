import { useEffect, useState } from 'preact/hooks';
import { every } from '../disposable';

/** The time in milliseconds, renewed as often as asked while the component is shown. */
export function useNow(milliseconds: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = every(milliseconds, () => setNow(Date.now()));
    return () => timer.dispose();
  }, [milliseconds]);
  return now;
}
