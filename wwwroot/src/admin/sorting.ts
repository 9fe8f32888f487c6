import type { AdminTerminal } from '../protocol';

export type Column = 'person' | 'address' | 'place' | 'node' | 'started' | 'idle' | 'bytes' | 'typed' | 'viewers' | 'rule';

export interface Order {
  column: Column;
  /** 1 for upwards, -1 for downwards. */
  direction: 1 | -1;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const keys: Record<Column, (terminal: AdminTerminal) => string | number> = {
  person: terminal => terminal.person,
  address: terminal => terminal.address,
  place: terminal => `${terminal.method} ${terminal.user} ${terminal.device || terminal.port}`,
  node: terminal => terminal.node,
  started: terminal => Date.parse(terminal.started),
  idle: terminal => terminal.idle,
  bytes: terminal => terminal.bytes,
  typed: terminal => terminal.typed,
  viewers: onTerminal,
  rule: terminal => terminal.rule,
};

/** How many are on a terminal: the owner's own pages, and everybody else. */
export function onTerminal({ viewers, watchers }: AdminTerminal): number {
  return viewers + watchers.length;
}

/** In the order that was asked for; the same stays where it was, so that a live list does not jump. */
export function sorted(terminals: readonly AdminTerminal[], { column, direction }: Order): AdminTerminal[] {
  const key = keys[column];
  return terminals.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)];
    const difference = typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(String(one), String(other));
    return difference * direction || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  });
}

/** A second click turns the order round. Figures begin with the largest, words and idle times with the smallest. */
export function turned(order: Order, column: Column): Order {
  if (order.column === column) return { column, direction: order.direction === 1 ? -1 : 1 };
  return { column, direction: ['started', 'bytes', 'typed', 'viewers'].includes(column) ? -1 : 1 };
}

/** Those in which every word of the search occurs somewhere. */
export function found(terminals: readonly AdminTerminal[], search: string): AdminTerminal[] {
  const words = search.toLowerCase().split(/\s+/).filter(word => word !== '');
  if (words.length === 0) return [...terminals];
  return terminals.filter(terminal => {
    const { person, personId, address, method, user, port, device, place, node, rule, id, watchers } = terminal;
    const text = [person, personId, address, method, user, port, device, place, node, rule, id, ...watchers.map(watcher => watcher.name)].join('\n').toLowerCase();
    return words.every(word => text.includes(word));
  });
}
