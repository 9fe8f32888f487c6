import { Disposables, listen, type Disposable } from '../disposable';

/** Keeps the page above the on-screen keyboard, which covers it in some browsers instead of shrinking it. */
export function followKeyboard(): Disposable {
  const held = new Disposables();
  const viewport = window.visualViewport;
  if (!viewport || !matchMedia('(pointer: coarse)').matches) return held;
  const follow = () => {
    document.body.style.height = `${viewport.height}px`;
    window.scrollTo(0, 0);
  };
  held.add(listen(viewport, 'resize', follow));
  held.add(listen(viewport, 'scroll', follow));
  return held;
}
