/** What this tab remembers of its terminal over a reload. */
export interface Remembered {
  terminal: string;
  viewer: string;
  /** Whether it is only watched. */
  watch: boolean;
  ended: boolean;
  /** Whether it is shared with all who open it. */
  share: boolean;
}

/** One entry of sessionStorage, named after the link. Storage may be refused: then a reload simply opens anew. */
export class TabMemory {
  readonly #key: string;

  constructor(link: string) {
    this.#key = `gateway:terminal:${link}`;
  }

  read(): Remembered | null {
    try {
      const text = sessionStorage.getItem(this.#key);
      return text === null ? null : { watch: false, share: false, ...JSON.parse(text) as Omit<Remembered, 'watch' | 'share'> };
    } catch {
      return null;
    }
  }

  write(remembered: Remembered): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(remembered));
    } catch {
      // See above.
    }
  }

  forget(): void {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // See above.
    }
  }
}
