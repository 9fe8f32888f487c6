import { nameOf, type Roster } from '../terminal/roster';

/** Why keys are not sent, for a person who typed all the same. */
export function whyReadOnly(roster: Roster, watching: boolean): string {
  if (roster.me?.wants) return 'You have asked for the keyboard: keys are not sent yet';
  if (roster.canTake) return `${roster.holder ? nameOf(roster.holder) : 'Somebody else'} has the keyboard: keys are not sent`;
  return watching || roster.me?.may === 'watch' ? 'You only watch: keys are not sent' : 'You may only watch now: keys are not sent';
}
