import './styles/replayFile.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { allowStyles } from './allowStyles';
import { EmbeddedFrames, readEmbedded, type Embedded } from './replay/embeddedFrames';
import { momentIn } from './replay/times';
import { startReplay } from './replay/startReplay';

function Head({ title, started }: Embedded) {
  const at = new Date(started);
  return (
    <>
      <h1>{title}</h1>
      {!Number.isNaN(at.getTime()) && <span class="muted facts">{at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}</span>}
    </>
  );
}

// The build wrote it, beside the policy that names it.
allowStyles(document.querySelector<HTMLScriptElement>('script[data-nonce]')?.dataset['nonce'] ?? '');

const screen = document.getElementById('terminal');
const chrome = document.getElementById('chrome');
const embedded = readEmbedded(document.getElementById('recording')?.textContent ?? 'null');
if (screen && chrome && embedded) {
  const source = new EmbeddedFrames(embedded);
  document.title = embedded.title;
  startReplay(screen, chrome, {
    source,
    outline: signal(source.outline),
    surroundings: {
      momentAddress: () => null,
      downloads: [],
      explain: () => ({ title: 'This cannot be played.', words: 'The recording in this file is damaged.', back: null }),
    },
    moment: momentIn(location.hash.replace(/^#/, '?')),
    head: <Head {...embedded} />,
  });
} else if (chrome) {
  render(<div class="missing"><h2>There is no recording in this file.</h2></div>, chrome);
}
