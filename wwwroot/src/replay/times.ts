/** "0:07", "12:03", "1:02:03": a place in a recording. */
export function timeInWords(seconds: number): string {
  const whole = Math.max(Math.floor(seconds), 0);
  const two = (value: number) => String(value % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return whole < 3600 ? `${minutes}:${two(whole)}` : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(whole)}`;
}

/** "7 s", "12 min 3 s", "1 h 2 min": how long something took. */
export function lengthInWords(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 0);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.floor(whole / 60) % 60;
  return `${Math.floor(whole / 3600)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}

/** The second that an address names with `t`; null where it names none. */
export function momentIn(search: string): number | null {
  const text = new URLSearchParams(search).get('t') ?? '';
  return /^\d{1,8}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}
