const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys go from link to link of a list, Home and End to its ends. */
export function moveAmongLinks(list: HTMLElement, event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const links = [...list.querySelectorAll<HTMLElement>('a')];
  const here = links.indexOf(document.activeElement as HTMLElement);
  const step = steps[event.key];
  const next = step !== undefined && here >= 0 ? links[here + step] : event.key === 'Home' ? links[0] : event.key === 'End' ? links.at(-1) : undefined;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
