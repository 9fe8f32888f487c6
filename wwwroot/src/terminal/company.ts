import { computed, signal } from '@preact/signals';
import { after, type Disposable } from '../disposable';
import type { Attached, Company as Standing, HubEvents, Message, WatchRequest } from '../protocol';
import { alone, news, Roster } from './roster';

const mostMessages = 5;
const newsFor = 4000;

/** The other people of a terminal: who is there and who types, who asks for what, and what administrators say. */
export class Company {
  /** Who is there, as this tab sees it. */
  readonly roster = computed(() => new Roster(this.#standing.value, this.#me.value));
  readonly requests = signal<WatchRequest[]>([]);
  /** Until they are dismissed, the oldest first. */
  readonly messages = signal<Message[]>([]);
  /** What has just changed; null when that is a few seconds ago. */
  readonly news = signal<string | null>(null);
  /** Places whose wish for the keyboard this person does not want to hear of. */
  readonly unheard = signal<ReadonlySet<string>>(new Set());
  readonly #standing = signal<Standing>(alone);
  readonly #me = signal('');
  // Before, everybody would be news.
  #met = false;
  #hush: Disposable | null = null;

  /** What the hub tells of them. */
  readonly events: Pick<HubEvents, 'CompanyChanged' | 'WatchAsked' | 'WatchSettled' | 'MessageReceived'> = {
    CompanyChanged: company => this.#changed(company),
    WatchAsked: request => (this.requests.value = [...this.requests.value.filter(({ id }) => id !== request.id), request]),
    WatchSettled: id => this.settle(id),
    MessageReceived: message => (this.messages.value = [...this.messages.value, message].slice(-mostMessages)),
  };

  /** A connection stands: this is who is there. */
  meet({ me, company }: Pick<Attached, 'me' | 'company'>): void {
    this.#met = true;
    this.#me.value = me;
    this.#standing.value = company;
  }

  /** A request was answered, here or elsewhere. */
  settle(id: string): void {
    this.requests.value = this.requests.value.filter(request => request.id !== id);
  }

  dismiss(message: Message): void {
    this.messages.value = this.messages.value.filter(other => other !== message);
  }

  /** Puts a wish for the keyboard aside, until it is wished anew. */
  ignore(place: string): void {
    this.unheard.value = new Set([...this.unheard.value, place]);
  }

  /** A new connection is told anew. What an administrator wrote stays until it is read. */
  forget(): void {
    this.#met = false;
    this.#hush?.dispose();
    this.news.value = null;
    this.#standing.value = alone;
    this.requests.value = [];
  }

  #changed(company: Standing): void {
    const words = this.#met ? news(this.#standing.value, company, this.#me.value) : [];
    const wanting = new Set(company.people.filter(({ wants }) => wants).map(({ id }) => id));
    this.unheard.value = new Set([...this.unheard.value].filter(place => wanting.has(place)));
    this.#standing.value = company;
    if (words.length === 0) return;
    this.#hush?.dispose();
    this.news.value = words.slice(-2).join(' · ');
    this.#hush = after(newsFor, () => (this.news.value = null));
  }
}
