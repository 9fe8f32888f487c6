/** Something that listens, or holds, until it is told to stop. */
export interface Disposable {
  dispose(): void;
}

/** Several of them, ended together, last first. */
export class Disposables implements Disposable {
  readonly #items: Disposable[] = [];

  add<T extends Disposable>(item: T): T {
    this.#items.push(item);
    return item;
  }

  dispose(): void {
    while (this.#items.length > 0) this.#items.pop()?.dispose();
  }
}

export function disposable(dispose: () => void): Disposable {
  return { dispose };
}

export function listen<T extends Event = Event>(
  target: EventTarget,
  type: string,
  handler: (event: T) => void,
  options?: AddEventListenerOptions,
): Disposable {
  const listener = handler as EventListener;
  target.addEventListener(type, listener, options);
  return { dispose: () => target.removeEventListener(type, listener, options) };
}

export function every(milliseconds: number, action: () => void): Disposable {
  const timer = setInterval(action, milliseconds);
  return { dispose: () => clearInterval(timer) };
}

export function after(milliseconds: number, action: () => void): Disposable {
  const timer = setTimeout(action, milliseconds);
  return { dispose: () => clearTimeout(timer) };
}
