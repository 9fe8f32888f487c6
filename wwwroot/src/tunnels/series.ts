/** The names that "sop001..sop050" stands for; a name that is no series is one of itself. */
export interface Names {
  first: string;
  last: string;
  count: number;
}

const most = 1000;

/** The names, or what is wrong with them; the gateway reads them in the same way (DialInSeries.cs). */
export function namesOf(text: string): { names: Names; fault: null } | { names: null; fault: string } {
  if (!text.includes('..')) return { names: { first: text, last: text, count: 1 }, fault: null };
  const [, start = '', from = '', startAgain = '', to = ''] = /^(.*?)([0-9]{1,6})\.\.(.*?)([0-9]{1,6})$/.exec(text) ?? [];
  if (from === '' || start !== startAgain || from.length !== to.length) return wrong('A series is written as sop001..sop050: the same letters, and as many digits at the end of both.');
  const count = Number(to) - Number(from) + 1;
  if (count < 1) return wrong('The series ends before it begins.');
  if (count > most) return wrong(`A series has at most ${most} devices.`);
  return { names: { first: start + from, last: start + to, count }, fault: null };
}

/** "10001–10050"; of one device "10001". */
export function portsInWords(first: number, count: number): string {
  return count === 1 ? `${first}` : `${first}–${first + count - 1}`;
}

function wrong(fault: string): { names: null; fault: string } {
  return { names: null, fault };
}
