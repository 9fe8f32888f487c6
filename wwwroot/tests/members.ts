import type { Member } from '../src/protocol';

/** Somebody on a terminal, who came to type unless said otherwise. */
export function member(id: string, other: Partial<Member> = {}): Member {
  return { id, name: id.toUpperCase(), may: 'type', types: false, owner: false, administrator: false, wants: false, since: '2026-01-01T10:00:00Z', ...other };
}
