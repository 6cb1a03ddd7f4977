import { Terminal } from '@playhead/replay-react';
import { expect, waitFor } from 'storybook/test';
import { replayOf } from './.storybook/with-replay.tsx';
import { terminalSession } from './fixtures/terminal-session.ts';
import preview from './.storybook/preview.tsx';

const frame = { width: 576, height: 480, className: 'ph-pane' };
const meta = preview.meta({ title: 'Parts/Recorded terminal', component: Terminal, parameters: { frame } });

type Session = ReturnType<typeof terminalSession>;
const at = (recording: Session, seconds: number, more: object = {}) => ({
  recording, prepare: (store: { seek: (timeMs: number) => void; getState: () => { timeMap: { toVirtual: (at: number) => number } } }) => store.seek(store.getState().timeMap.toVirtual((recording[0]?.at ?? 0) + seconds * 1_000_000)), ...more,
});

/** Waits until the terminal shows a text. */
const shows = (canvasElement: HTMLElement, text: string) => waitFor(() => expect(canvasElement.querySelector('.xterm-rows')?.textContent).toContain(text), { timeout: 10_000 });

const usual = terminalSession();
const pending = (first: Promise<never>) => () => ({ [Symbol.asyncIterator]: () => ({ next: () => first }) });
const gone = () => pending(Promise.reject(new Error('That part of the recording is gone.')))();
const never = pending(new Promise<never>(() => undefined));
/** Reads as far as the tests have failed, and no further. */
async function* half() {
  const read = usual.filter(({ at: recorded }) => recorded < (usual[0]?.at ?? 0) + 10_000_000);
  yield { records: read.map((record, index) => ({ record, cursor: String(index + 1) })), next: String(read.length) };
  await new Promise<never>(() => undefined);
}

export const Middle = meta.story({ parameters: { replay: at(usual, 7) }, play: async ({ canvasElement }) => shows(canvasElement, 'expected 3599') });

export const Ended = meta.story({ parameters: { replay: { recording: usual, at: -1 } }, play: async ({ canvasElement }) => shows(canvasElement, '3600 seconds now') });

export const Failed = meta.story({ parameters: { replay: { recording: terminalSession({ end: { exitCode: 1 } }), at: -1 } } });

export const Killed = meta.story({ parameters: { replay: { recording: terminalSession({ end: { exitCode: 143, signal: 'SIGTERM' } }), at: -1 } } });

export const FullScreen = meta.story({ parameters: { replay: at(usual, 22) }, play: async ({ canvasElement }) => shows(canvasElement, 'GNU nano') });

export const NoOutputYet = meta.story({ parameters: { replay: { recording: terminalSession({ silent: true, end: undefined }), at: -1 } } });

export const NoExitCode = meta.story({ parameters: { replay: { recording: terminalSession({ end: undefined }), at: -1 } } });

export const Live = meta.story({ parameters: { replay: { recording: terminalSession({ end: undefined }), live: true, start: 60 } } });

export const SeveralTerminals = meta.story({ parameters: { replay: at(terminalSession({ second: true }), 40) }, play: async ({ canvasElement }) => shows(canvasElement, 'PID USER') });

export const SeveralTerminalsNarrow = meta.story({ ...SeveralTerminals.input, parameters: { ...SeveralTerminals.input.parameters, frame: { width: 420, height: 480, className: 'ph-pane' } } });

export const Found = meta.story({
  parameters: { replay: at(usual, 5) },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await shows(canvasElement, 'case-');
    await userEvent.click(await canvas.findByRole('button', { name: 'Search in this terminal' }));
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Search in this terminal' }), 'failed');
    await userEvent.keyboard('{Enter}');
    await canvas.findByText(/^\d+ of \d+$/);
  },
});

export const Wide = meta.story({ parameters: { replay: { recording: terminalSession({ columns: 200, rows: 50 }), at: -1 } } });

export const Narrow = meta.story({ parameters: { replay: at(usual, 7), frame: { width: 320, height: 420, className: 'ph-pane' } } });

export const Medium = meta.story({ parameters: { replay: at(usual, 7), frame: { width: 760, height: 560, className: 'ph-pane' } } });

export const Large = meta.story({ parameters: { replay: at(usual, 7), frame: { width: 1440, height: 860, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ parameters: { replay: at(usual, 7) }, globals: { direction: 'rtl' } });

export const ReducedMotion = meta.story({ parameters: { replay: at(usual, 7) }, tags: ['reduced-motion'] });

export const Hostile = meta.story({
  parameters: { replay: { recording: terminalSession({ last: '\u001b]0;owned\u0007\u001b]52;c;b3duZWQ=\u0007\u001b]8;;javascript:alert(1)\u0007a link\u001b]8;;\u0007\r\n\u001b[6n\u001b[c\u001b[99999999S<img src=x onerror=alert(1)>\r\n' }), at: -1 } },
  play: async ({ canvasElement }) => shows(canvasElement, 'onerror'),
});

/** A part of the log cannot be read. */
export const CannotBeRead = meta.story({
  parameters: { replay: at(usual, 7, { read: gone }) },
  play: async ({ canvas }) => { await canvas.findByText('The terminal could not be loaded'); },
});

/** A far moment of a long log of which there are no keyframes yet. */
export const Preparing = meta.story({
  parameters: { replay: at(usual, 22, { read: half }) },
  play: async ({ canvas }) => { await canvas.findByRole('progressbar', { name: 'Preparing the terminal…' }, { timeout: 10_000 }); },
});

/** Nothing of the log was read yet. */
export const Loading = meta.story({
  parameters: { replay: at(usual, 7, { read: never }) },
  play: async ({ canvas }) => { await canvas.findByText('Loading the terminal…'); },
});

/** Pieces are missing, and others say nothing that can be read. */
export const Damaged = meta.story({ parameters: { replay: { recording: terminalSession({ damaged: true }), at: -1 } }, play: async ({ canvasElement }) => shows(canvasElement, 'src/auth') });

export const ResizedWhilePlaying = meta.story({
  parameters: { replay: at(terminalSession({ resized: true }), 14.6) },
  play: async ({ canvas, canvasElement, context }) => {
    await shows(canvasElement, 'Fixing the clock');
    await canvas.findByText('80 × 24');
    const { store } = replayOf(context);
    store.setRate(16);
    store.play();
    await waitFor(() => expect(store.getState().playing).toBe(false), { timeout: 10_000 });
    await waitFor(() => expect(canvasElement.querySelector('.xterm-rows')?.childElementCount).toBe(36));
  },
});

/** Wider than anything that is readable in its place: it scrolls. */
export const VeryWideAndNarrow = meta.story({ parameters: { replay: { recording: terminalSession({ columns: 260, rows: 60 }), at: -1 }, frame: { width: 420, height: 480, className: 'ph-pane' } }, play: async ({ canvasElement }) => shows(canvasElement, '3600 seconds now') });

export const Tiny = meta.story({ parameters: { replay: { recording: terminalSession({ columns: 20, rows: 5 }), at: -1 } }, play: async ({ canvasElement }) => shows(canvasElement, 'seconds') });

const linked = terminalSession({ last: 'Docs: https://example.com/guide/refresh-tokens\r\n\u001b]8;;https://evil.example/collect?from=terminal\u0007https://good.example/\u001b]8;;\u0007 and \u001b]8;;javascript:alert(1)\u0007another\u001b]8;;\u0007\r\n' });

/** Where the links on the screen lead: only there they can be followed. */
export const Links = meta.story({
  parameters: { replay: { recording: linked, at: -1 } },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await shows(canvasElement, 'good.example');
    await userEvent.click(await canvas.findByRole('button', { name: 'Links on the screen' }));
    await canvas.findByRole('link', { name: 'https://evil.example/collect?from=terminal' });
  },
});

/** One command of a session that has a terminal. */
export const OneCommand = meta.story({
  parameters: { replay: at(usual, 7.45) },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Command' }));
    await canvas.findByText(/refresh.ts/);
  },
});

Middle.test('says where it stands', async ({ canvas, canvasElement }) => {
  await shows(canvasElement, 'expected 3599');
  await waitFor(() => expect(canvas.getByRole('slider', { name: 'Terminal time' })).toHaveAttribute('aria-valuetext', expect.stringMatching(/^00:0\d of 00:2\d/)));
});

Links.test('lead to the web alone, to what the program said and not to what stands there', async ({ canvas }) => {
  const links = await canvas.findAllByRole('link');
  await expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://example.com/guide/refresh-tokens', 'https://evil.example/collect?from=terminal']);
});

Hostile.test('changes no title and makes no link', async ({ canvas, canvasElement }) => {
  await shows(canvasElement, 'onerror');
  await expect(document.title).not.toContain('owned');
  await expect(canvas.queryByRole('link')).toBeNull();
});

SeveralTerminalsNarrow.test('shows the name of the terminal whole', async ({ canvas, canvasElement }) => {
  await shows(canvasElement, 'PID USER');
  const menu = canvas.getByRole('combobox', { name: 'Terminal' });
  const { width } = menu.getBoundingClientRect();
  menu.style.cssText = 'flex: none; max-inline-size: none';
  await expect(menu.getBoundingClientRect().width).toBe(width);
  menu.style.cssText = '';
  const bar = canvasElement.querySelector('.ph-term__bar');
  await expect(bar?.scrollWidth).toBe(bar?.clientWidth);
});
