import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Disposables, disposable, listen } from '../disposable';

const beyond = 12;

/** The part of a long list that is worth having in the page: what is on the screen, and a little more. */
export function useWindow(list: RefObject<HTMLElement | null>, count: number, height: number): [first: number, after: number] {
  const [place, setPlace] = useState<[number, number]>([0, 40]);
  useLayoutEffect(() => {
    const held = new Disposables();
    let due = 0;
    const measure = () => {
      due = 0;
      const top = list.current?.getBoundingClientRect().top;
      if (top === undefined) return;
      const scale = (list.current?.offsetHeight ?? 0) === 0 ? 1 : list.current!.getBoundingClientRect().height / list.current!.offsetHeight;
      const row = height * scale;
      const first = Math.max(0, Math.floor(-top / row) - beyond);
      const after = Math.ceil((innerHeight - top) / row) + beyond;
      setPlace(before => before[0] === first && before[1] === after ? before : [first, after]);
    };
    const soon = () => { if (due === 0) due = requestAnimationFrame(measure); };
    measure();
    held.add(listen(window, 'scroll', soon, { passive: true }));
    held.add(listen(window, 'resize', soon));
    held.add(disposable(() => cancelAnimationFrame(due)));
    return () => held.dispose();
  }, [count, height]);
  return [Math.min(place[0], Math.max(0, count - 1)), Math.min(place[1], count)];
}
