import { signal } from '@preact/signals';
import { render } from 'preact';
import { every } from '../disposable';
import { keepVisiting, visit } from '../hub/visit';
import { address, page } from '../page';
import { ApiError, ask, failureInWords, isSignedOut } from '../people/api';
import { goToSignIn } from '../people/signInPage';
import type { RecordingDetail } from '../protocol';
import { FetchedFrames, recordingPath } from '../replay/fetchedFrames';
import type { Trouble } from '../replay/replayDesk';
import { startReplay } from '../replay/startReplay';
import { momentIn } from '../replay/times';
import { RecordingHead, RecordingMissing } from './recordingHead';
import { downloadsOf, idIn, recordingAddress } from './recordingLinks';
import { nameOf } from './recordingState';

const lookAgain = 15_000;

/** The page of one recording. */
export async function start(screen: HTMLElement, chrome: HTMLElement): Promise<void> {
  const id = idIn(location.pathname);
  const node = new URLSearchParams(location.search).get('node') ?? '';
  const load = async () => await ask<RecordingDetail>('GET', `${recordingPath(id)}${node === '' ? '' : `?${new URLSearchParams({ node })}`}`);
  let first: RecordingDetail | null;
  render(<RecordingMissing trouble={null} retry={() => undefined} />, chrome);
  try {
    // Where nobody signs in, whose recordings they are depends on the visit.
    if (!page.signIn) await visit().catch(() => undefined);
    first = await load();
  } catch (error) {
    if (isSignedOut(error)) return goToSignIn();
    const retry = () => void start(screen, chrome);
    return render(<RecordingMissing trouble={explain(error)} retry={retry} />, chrome);
  }
  if (!first) return render(<RecordingMissing trouble={explain(null)} retry={() => void start(screen, chrome)} />, chrome);
  keepVisiting();
  const detail = signal(first);
  const outline = signal(outlineOf(first));
  document.title = [nameOf(first), `${first.user}:${first.port}`, 'Recording', 'Gateway'].filter(part => part !== '').join(' · ');
  render(null, chrome);
  const { player } = startReplay(screen, chrome, {
    source: new FetchedFrames(id, node),
    outline,
    surroundings: {
      momentAddress: at => recordingAddress({ id, node }, at),
      downloads: downloadsOf({ id, node }),
      explain,
    },
    moment: momentIn(location.search),
    head: <RecordingHead detail={detail} />,
  });
  // What is written while it is live belongs on the strip, and its end in the head.
  const looking = every(lookAgain, async () => {
    const latest = await load().catch(() => null);
    if (!latest) return;
    detail.value = latest;
    outline.value = outlineOf(latest);
    if (latest.state !== 'live' && !player.live.value) looking.dispose();
  });
  if (first.state !== 'live') looking.dispose();
}

function outlineOf(detail: RecordingDetail) {
  return { ...detail, live: detail.state === 'live' };
}

function explain(failure: unknown): Trouble {
  const back = address('recordings');
  if (isSignedOut(failure)) return { title: 'Your sign-in has ended.', words: 'Sign in in another tab, then try again.', back: null };
  if (failure instanceof ApiError && (failure.status === 404 || failure.status === 410))
    return { title: 'This recording is not here.', words: 'It was removed when its time was over, or it is not yours to see.', back };
  if (failure instanceof ApiError && failure.code === 'unreachable') return { title: `${failure.title}.`, words: failure.detail, back };
  return { title: 'This cannot be played now.', words: failureInWords(failure), back };
}
