import { describe, expect, it } from 'vitest';
import { plainly, wishesOf } from '../src/terminal/addressQuestion';
import { readLink } from '../src/terminal/link';

const port = { method: 'ssh', user: 'root', port: '6022', device: null };

describe('what only an address asks for', () => {
  it('is asked about where it shares the terminal or signs somebody in', () => {
    expect(wishesOf(readLink(port, '?share=1'))).toHaveLength(1);
    expect(wishesOf(readLink(port, '?automatic=1&credentials=mine&share=true'))).toHaveLength(2);
    expect(wishesOf(readLink(port, '?share=0&automatic=0&oneClient=1&title=x'))).toEqual([]);
    expect(wishesOf(readLink(port, ''))).toEqual([]);
    for (const credentials of ['mine', 'device']) {
      expect(wishesOf(readLink(port, `?credentials=${credentials}`))).toHaveLength(1);
      expect(wishesOf(readLink(port, `?credentials=${credentials}&automatic=0`))).toEqual([]);
    }
  });

  it('is left out of the plain link, and nothing else is', () => {
    const link = readLink({ ...port, device: 'core-1' }, '?share=1&automatic=1&credentials=mine&oneClient=1&user=bob');
    expect(plainly(link)).toMatchObject({ device: 'core-1', user: 'bob', options: { share: null, automatic: null, credentials: null, oneClient: true } });
    expect(wishesOf(plainly(link))).toEqual([]);
  });
});
