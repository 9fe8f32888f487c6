const browsers: [name: string, mark: RegExp][] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//],
];

const systems: [name: string, mark: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
];

const longest = 60;

/** "Firefox 142 on Linux", from what a browser calls itself. It proves nothing; it helps to recognise one's own. */
export function agentInWords(agent: string): string {
  if (agent.trim() === '') return 'Unknown browser';
  const system = systems.find(([, mark]) => mark.test(agent))?.[0];
  for (const [name, mark] of browsers) {
    const version = mark.exec(agent)?.[1];
    if (version !== undefined) return system === undefined ? `${name} ${version}` : `${name} ${version} on ${system}`;
  }
  const program = agent.split(/[\s(;]/)[0] ?? agent;
  return program.slice(0, longest).replace('/', ' ');
}
