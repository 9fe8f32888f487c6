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
