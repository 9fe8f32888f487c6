import { signal } from '@preact/signals';
import { page } from '../page';
import type { Me } from '../protocol';
import { ask } from './api';

/** Who is signed in; null until it is known, and where nobody signs in. */
export const me = signal<Me | null>(null);

/** Finds out who is signed in. Throws what `ask` throws. */
export async function loadMe(): Promise<Me | null> {
  if (!page.signIn) return null;
  return (me.value = await ask<Me>('GET', 'api/me'));
}
