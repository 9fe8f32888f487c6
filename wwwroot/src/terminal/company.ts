import { signal } from '@preact/signals';
import type { HubEvents, Message, Watcher, WatchRequest } from '../protocol';

const mostMessages = 5;

/** The other people of a terminal: who watches, who asks to, and what administrators say. */
export class Company {
  readonly watchers = signal<Watcher[]>([]);
  readonly requests = signal<WatchRequest[]>([]);
  /** Until they are dismissed, the oldest first. */
  readonly messages = signal<Message[]>([]);

  /** What the hub tells of them. */
  readonly events: Pick<HubEvents, 'Watched' | 'WatchAsked' | 'WatchSettled' | 'MessageReceived'> = {
    Watched: watchers => (this.watchers.value = watchers),
    WatchAsked: request => (this.requests.value = [...this.requests.value.filter(({ id }) => id !== request.id), request]),
    WatchSettled: id => this.settle(id),
    MessageReceived: message => (this.messages.value = [...this.messages.value, message].slice(-mostMessages)),
  };

  /** A request was answered, here or elsewhere. */
  settle(id: string): void {
    this.requests.value = this.requests.value.filter(request => request.id !== id);
  }

  dismiss(message: Message): void {
    this.messages.value = this.messages.value.filter(other => other !== message);
  }

  /** A new connection is told anew. What an administrator wrote stays until it is read. */
  forget(): void {
    this.watchers.value = [];
    this.requests.value = [];
  }
}
