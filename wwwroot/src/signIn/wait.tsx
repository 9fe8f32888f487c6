import { useEffect } from 'preact/hooks';
import { secondsLeft } from '../chrome/countdown';
import { useNow } from '../ui/useNow';
import type { SignInTry } from './signInTry';

/** Counts down to the moment from which another try is looked at. */
export function Wait({ attempt, until }: { attempt: SignInTry; until: number }) {
  const seconds = secondsLeft(until, useNow(250));
  useEffect(() => {
    if (seconds > 0) return;
    attempt.waitUntil.value = null;
    attempt.fault.value = null;
  }, [seconds === 0]);
  return <span role="timer" aria-live="off">Try again in {seconds} s.</span>;
}
