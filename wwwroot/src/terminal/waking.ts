import { Disposables, listen, type Disposable } from '../disposable';

/** The computer woke, the network came back, the person looks again. */
export function onWaking(handler: () => void): Disposable {
  const held = new Disposables();
  const wake = () => { if (document.visibilityState !== 'hidden') handler(); };
  for (const [target, type] of [[window, 'online'], [window, 'focus'], [window, 'pageshow'], [document, 'visibilitychange']] as const)
    held.add(listen(target, type, wake));
  return held;
}
