import { describe, expect, it } from 'vitest';
import { portFault, portsInWords, userFault } from '../src/home/linkRules';
import { plainTitle, readQuery } from '../src/screen/query';

describe('the rules of a link', () => {
  it('let through what the gateway lets through', () => {
    for (const user of ['alice', '_x', '9', 'a.b-c+d@e', 'DOMAIN\\alice', 'a'.repeat(64)]) expect(userFault(user), user).toBeNull();
    for (const port of ['6000', '6100', '7023']) expect(portFault(port, [[6000, 6100], [7023, 7023]]), port).toBeNull();
  });

  it('stop what the gateway would refuse', () => {
    for (const user of ['', '-oProxyCommand=x', 'a b', 'a;b', 'é', 'a'.repeat(65), 'a\n', 'a/b']) expect(userFault(user), user).not.toBeNull();
    for (const port of ['', '0', '022', '22;', '65536', '-1', '1e3', '123456', '5999']) expect(portFault(port, [[6000, 6100]]), port).not.toBeNull();
  });

  it('name the ports that are allowed', () => {
    expect(portsInWords([[22, 22], [6000, 6100]])).toBe('22, 6000–6100');
    expect(portsInWords([])).toBe('none');
  });
});

describe('a link’s query', () => {
  it('may ask for title, theme, font size and size', () => {
    expect(readQuery('?title=Core%20switch&theme=nord&fontSize=18&cols=132&rows=43'))
      .toEqual({ title: 'Core switch', settings: { theme: 'nord', fontSize: 18 }, cols: 132, rows: 43 });
  });

  it('asks for nothing where it says nothing, or nothing sensible', () => {
    const nothing = { title: null, settings: {}, cols: null, rows: null };
    expect(readQuery('')).toEqual(nothing);
    expect(readQuery('?title=%00%1b&fontSize=huge&cols=1&rows=99999')).toEqual(nothing);
  });

  it('keeps the font readable', () => {
    expect(readQuery('?fontSize=1').settings.fontSize).toBe(8);
    expect(readQuery('?fontSize=999').settings.fontSize).toBe(32);
  });

  it('cleans titles of what turns or hides text, and cuts them', () => {
    expect(plainTitle('a\u202eb\u0007c\u2028d\u200be ')).toBe('abcde');
    expect([...plainTitle('😀'.repeat(100))]).toHaveLength(80);
  });
});
