import type { Attached, Company, Member } from '../protocol';

/** Nobody but oneself: before the gateway says who is there. */
export const alone: Company = { mode: 'baton', people: [] };

/** What to call somebody; where nobody signs in nobody has a name. */
export function nameOf({ name }: Pick<Member, 'name'>): string {
  return name === '' ? 'Somebody' : name;
}

/** Whether the terminal is somebody else's. */
export function isGuest({ me, owner, company }: Attached): boolean {
  return !(company.people.find(({ id }) => id === me)?.owner ?? owner === '');
}

/** Who is on a terminal, as one of them sees it: who types, and what oneself may do about it. */
export class Roster {
  readonly #company: Company;
  readonly me: Member | null;

  /** @param me id of one's own place */
  constructor(company: Company, me: string) {
    this.#company = company;
    this.me = company.people.find(({ id }) => id === me) ?? null;
  }

  /** Everybody, oneself first, then who types, then the owner, then as they came. */
  get people(): Member[] {
    const rank = (member: Member) => member === this.me ? 0 : member.types ? 1 : member.owner ? 2 : 3;
    return this.#company.people.toSorted((a, b) => rank(a) - rank(b));
  }

  /** All but oneself, and one's own other tabs. */
  get others(): Member[] {
    return this.people.filter(member => member !== this.me && !(this.me?.owner && member.owner));
  }

  get mode(): Company['mode'] {
    return this.#company.mode;
  }

  /** The one person whose keys count; null where several may type, or none does. */
  get holder(): Member | null {
    if (this.mode === 'open') return null;
    return this.#company.people.find(member => member.types && (member === this.me || !this.me?.types)) ?? null;
  }

  /** Whether this tab answers the device's questions: of all whose keys count the first does, or it would hear each answer from everybody. */
  get answers(): boolean {
    return this.me !== null && this.#company.people.find(({ types }) => types) === this.me;
  }

  /** Those whose wish for the keyboard this person can grant. */
  get asking(): Member[] {
    return this.people.filter(member => member.wants && this.canGrant(member));
  }

  get canAsk(): boolean {
    return this.mode === 'baton' && this.me !== null && !this.me.owner && this.me.may === 'type' && !this.me.types && !this.me.wants;
  }

  get canRelease(): boolean {
    return this.mode === 'baton' && this.me !== null && !this.me.owner && this.me.types;
  }

  get canWithdraw(): boolean {
    return this.mode === 'baton' && this.me !== null && this.me.wants && !this.me.types;
  }

  get canTake(): boolean {
    return this.mode === 'baton' && this.me !== null && this.me.owner && !this.me.types;
  }

  canGrant(member: Member): boolean {
    return this.mode === 'baton' && this.me !== null && (this.me.owner || this.me.types)
      && member !== this.me && member.may === 'type' && !member.types && !member.owner;
  }

  canSendAway(member: Member): boolean {
    return this.me !== null && this.me.owner && member !== this.me && !member.owner && !member.administrator;
  }
}

/** What has changed between two moments, as short sentences for who is `me`; the most important last. */
export function news(before: Company, after: Company, me: string): string[] {
  const was = new Roster(before, me);
  const is = new Roster(after, me);
  const known = (roster: Roster, id: string) => roster.people.some(member => member.id === id);
  const words = [
    ...was.others.filter(({ id }) => !known(is, id)).map(member => `${nameOf(member)} left`),
    ...is.others.filter(({ id }) => !known(was, id)).map(member => `${nameOf(member)} ${member.administrator ? '(administrator) ' : ''}${joined(member)}`),
  ];
  if (before.mode !== after.mode) words.push(after.mode === 'open' ? 'Everybody who came to type may type now' : 'One person types at a time now');
  const keyboard = keyboardNews(was, is);
  return keyboard === null ? words : [...words, keyboard];
}

function keyboardNews(was: Roster, is: Roster): string | null {
  if (was.me === null || is.me === null) return null;
  if (is.me.types !== was.me.types) {
    if (is.me.types) return 'You have the keyboard';
    return is.holder ? `${nameOf(is.holder)} has the keyboard` : 'You do not have the keyboard any more';
  }
  if (was.mode !== is.mode || is.holder === null || is.me.types || is.holder.id === was.holder?.id) return null;
  return `${nameOf(is.holder)} has the keyboard`;
}

function joined({ may }: Member): string {
  return may === 'type' ? 'joined' : 'joined to watch';
}
