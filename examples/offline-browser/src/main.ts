import { recorder, storage } from './recording.ts';

const KEY = 'playhead-session';

/** An element that `index.html` has. */
function element<Found extends Element>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`index.html has no ${selector}.`);
  return found;
}

const status = element<HTMLOutputElement>('#status');
const work = element<HTMLButtonElement>('#work');

function show(): void {
  const { waitingSessions, waitingBytes, lastError } = storage.status();
  const why = navigator.onLine ? (lastError?.message ?? 'It is being sent.') : 'There is no network.';
  const text = waitingSessions === 0 ? 'Everything is on the server.' : `${Math.ceil(waitingBytes / 1000)} kB wait in this browser. ${why}`;
  if (status.value !== text) status.value = text;
}

// A tab that is reloaded goes on with its session.
const standing = sessionStorage.getItem(KEY);
const { sessionId, replayUrl } = await recorder.recordStart({
  ...(standing !== null && { sessionId: standing }), name: 'Tests in a browser', harness: 'example', agentName: 'tester', workspaceName: 'shop',
});
sessionStorage.setItem(KEY, sessionId);

work.addEventListener('click', () => {
  for (let n = 1; n <= 100; n += 1) recorder.recordEvent({ sessionId, type: 'test_result', data: { framework: 'example', passed: n, failed: 0 } });
  show();
});
work.disabled = false;
element<HTMLAnchorElement>('#replay').href = replayUrl;
show();
setInterval(show, 300);
