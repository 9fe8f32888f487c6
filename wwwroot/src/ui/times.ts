/** "just now", "5 min", "3 h", "2 d": rough, since it is only to recognise something by. */
export function roughly(seconds: number): string {
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

export function ago(seconds: number): string {
  const words = roughly(seconds);
  return words === 'just now' ? words : `${words} ago`;
}

/** "14:03", or "24 Nov 14:03" on another day than `now`; in the reader's own time zone. */
export function clock(iso: string, now: number): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === new Date(now).toDateString()) return time;
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  return `${at.toLocaleDateString('en-GB', sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' })} ${time}`;
}
