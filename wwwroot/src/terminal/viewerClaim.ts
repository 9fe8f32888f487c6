import { listen, type Disposable } from '../disposable';

interface Question {
  from: string;
  ask: string;
}

interface Answer {
  to: string;
  held: string;
}

const answerWithin = 100;

/**
 * Tells the tabs of one browser apart. Duplicating a tab copies its
 * sessionStorage, viewer included; the copy asks here whether the original
 * still lives before it takes that viewer's place.
 */
export class ViewerClaim implements Disposable {
  /** The viewer this tab is. */
  viewer: string | null = null;
  readonly #me = crypto.getRandomValues(new Uint32Array(4)).join('-');
  readonly #channel = new BroadcastChannel('gateway-viewers');
  readonly #listening = listen<MessageEvent<Question>>(this.#channel, 'message', event => {
    if (this.viewer !== null && event.data.ask === this.viewer)
      this.#channel.postMessage({ to: event.data.from, held: this.viewer } satisfies Answer);
  });

  /** Whether another live tab is this viewer. */
  isHeld(viewer: string): Promise<boolean> {
    return new Promise(resolve => {
      const settle = (held: boolean) => {
        clearTimeout(timer);
        answers.dispose();
        resolve(held);
      };
      const answers = listen<MessageEvent<Answer>>(this.#channel, 'message', event => {
        if (event.data.to === this.#me && event.data.held === viewer) settle(true);
      });
      const timer = setTimeout(() => settle(false), answerWithin);
      this.#channel.postMessage({ from: this.#me, ask: viewer } satisfies Question);
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#channel.close();
  }
}
