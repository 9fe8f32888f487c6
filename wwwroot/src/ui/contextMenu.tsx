import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const margin = 6;

export type MenuItem = { label: string; act: () => void; enabled?: boolean } | { heading: string; about?: string } | 'line';

interface Props {
  label: string;
  x: number;
  y: number;
  items: readonly MenuItem[];
  close: () => void;
}

/** A menu at a point of the window: walked with the arrow keys, closed by Escape and by a click elsewhere. It gives the focus back. */
export function ContextMenu({ label, x, y, items, close }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = menu.current;
    if (!box) return;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(margin, Math.min(x, innerWidth - width - margin))}px`;
    box.style.top = `${Math.max(margin, Math.min(y, innerHeight - height - margin))}px`;
  }, [x, y]);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    buttons(menu.current)[0]?.focus();
    return () => before?.focus({ preventScroll: true });
  }, []);
  const key = (event: KeyboardEvent) => {
    const all = buttons(menu.current);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // The mouse events that follow a long press must neither close it nor take its focus.
    <div class="menu-shade" onPointerDown={event => { if (event.target === event.currentTarget) close(); }}
      onMouseDown={event => event.preventDefault()} onContextMenu={event => event.preventDefault()}>
      <div ref={menu} class="menu" role="menu" aria-label={label} onKeyDown={key}>
        {items.map((item, at) => item === 'line'
          ? <hr key={at} />
          : 'heading' in item
            ? <p key={at} class="heading"><b>{item.heading}</b>{item.about !== undefined && <span class="muted small">{item.about}</span>}</p>
            : <button key={at} type="button" role="menuitem" tabIndex={-1} disabled={item.enabled === false} onClick={() => { close(); item.act(); }}>{item.label}</button>)}
      </div>
    </div>
  );
}

function buttons(menu: HTMLElement | null): HTMLButtonElement[] {
  return [...menu?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? []];
}
