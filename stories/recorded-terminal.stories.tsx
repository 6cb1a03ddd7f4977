import { Terminal } from '@playhead/replay-react';
import { expect, waitFor } from 'storybook/test';
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

export const Middle = meta.story({ parameters: { replay: at(usual, 7) }, play: async ({ canvasElement }) => shows(canvasElement, 'expected 3599') });

export const Ended = meta.story({ parameters: { replay: { recording: usual, at: -1 } }, play: async ({ canvasElement }) => shows(canvasElement, '3600 seconds now') });

export const Failed = meta.story({ parameters: { replay: { recording: terminalSession({ end: { exitCode: 1 } }), at: -1 } } });

export const Killed = meta.story({ parameters: { replay: { recording: terminalSession({ end: { exitCode: 143, signal: 'SIGTERM' } }), at: -1 } } });

export const FullScreen = meta.story({ parameters: { replay: at(usual, 22) }, play: async ({ canvasElement }) => shows(canvasElement, 'GNU nano') });

export const NoOutputYet = meta.story({ parameters: { replay: { recording: terminalSession({ silent: true, end: undefined }), at: -1 } } });

export const NoExitCode = meta.story({ parameters: { replay: { recording: terminalSession({ end: undefined }), at: -1 } } });

export const Live = meta.story({ parameters: { replay: { recording: terminalSession({ end: undefined }), live: true, start: 60 } } });

export const SeveralTerminals = meta.story({ parameters: { replay: at(terminalSession({ second: true }), 40) }, play: async ({ canvasElement }) => shows(canvasElement, 'PID USER') });

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

Hostile.test('changes no title and makes no link', async ({ canvas, canvasElement }) => {
  await shows(canvasElement, 'onerror');
  await expect(document.title).not.toContain('owned');
  await expect(canvas.queryByRole('link')).toBeNull();
});
