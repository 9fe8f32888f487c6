import type { Pasted } from '../terminal/pasted';

/** The one thing that lies over the terminal at a time. */
export type Overlay =
  | { name: 'menu'; x: number; y: number }
  | { name: 'settings' }
  | { name: 'paste'; pasted: Pasted }
  | { name: 'link'; address: string }
  | { name: 'share' }
  | { name: 'encoding' }
  | { name: 'people' }
  | { name: 'desktop' }
  | { name: 'close' };
