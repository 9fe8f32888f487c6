import type { DeviceRow, DeviceStateChange, DeviceStateList } from '../protocol';

/** 'other': something answers, but not in the protocol that was expected. 'never': nothing ever answered. 'unknown': not looked at. */
export type StateWord = DeviceStateChange['state'];

/** A word, and since when it is so, in seconds since 1970. */
export type ProtocolState = DeviceStateList['states'][string][string];

/** By device, then by protocol. */
export type States = ReadonlyMap<string, Readonly<Record<string, ProtocolState>>>;

export interface DeviceState {
  word: StateWord;
  /** Seconds since 1970; 0 if not known. */
  since: number;
}

const unknown: DeviceState = { word: 'unknown', since: 0 };
const fromWorst: readonly StateWord[] = ['down', 'other', 'never', 'unknown', 'up'];

/** The state of what a click on Connect would reach. */
export function stateOf(row: DeviceRow, states: States): DeviceState {
  const known = states.get(row.name);
  if (!known) return unknown;
  const [word, since] = known[row.defaults.protocol] ?? Object.values(known)[0] ?? ['unknown', 0];
  return { word, since };
}

/** The states after some have changed. */
export function changed(states: States, changes: readonly DeviceStateChange[]): States {
  const after = new Map(states);
  for (const { device, protocol, state, since } of changes) after.set(device, { ...after.get(device), [protocol]: [state, since] });
  return after;
}

/** Compares two words, the worse one first. */
export function worse(a: StateWord, b: StateWord): number {
  return fromWorst.indexOf(a) - fromWorst.indexOf(b);
}

/** The worst of several words; 'unknown' of none. */
export function worstOf(words: Iterable<StateWord>): StateWord {
  let worst: StateWord | null = null;
  for (const word of words) if (worst === null || worse(word, worst) < 0) worst = word;
  return worst ?? 'unknown';
}

const names: Record<StateWord, string> = { up: 'Up', down: 'Down', other: 'Answers, but not with ssh', never: 'Never seen', unknown: 'Not looked at' };

export function nameOfState(word: string): string {
  return Object.hasOwn(names, word) ? names[word as StateWord] : word;
}

/** "Up since 14:03": a state for people. */
export function stateInWords({ word, since }: DeviceState, clock: (iso: string) => string): string {
  return since === 0 ? nameOfState(word) : `${nameOfState(word)} since ${clock(new Date(since * 1000).toISOString())}`;
}
