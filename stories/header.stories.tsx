import { Header, ReplayRoot } from '@playhead/replay-react';
import type { ReplaySource } from '@playhead/replay-core';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';
import { designSession } from './fixtures/design-session.ts';
import { writeSession } from './fixtures/write-session.ts';

const meta = preview.meta({ title: 'Parts/Header', component: Header, parameters: { replay: { recording: designSession() } } });

const LONG = 'Add JWT auth with refresh token rotation, reuse detection and an absolute lifetime to every session route of the public API and its admin twin';

function stopped(outcome: 'interrupted' | 'max_iterations_reached', name = 'Add JWT auth with refresh token', header = {}) {
  const session = writeSession(name, header);
  session.at(1, 'prompt', { text: 'Add JWT auth', origin: 'human' });
  session.at(90, 'session_stop', { outcome });
  session.at(90, 'session_status', { status: 'completed' });
  return session.records;
}

/** A source that is lost after it handed over what there was. */
const lost: ReplaySource = {
  async *open(signal) {
    yield { records: designSession().slice(0, 200), upToDate: true, connection: 'lost' };
    await new Promise<void>((done) => { signal.addEventListener('abort', () => done(), { once: true }); });
  },
};

export const Succeeded = meta.story({});

export const Failed = meta.story({ parameters: { replay: { recording: 'failed' } } });

export const Interrupted = meta.story({ parameters: { replay: { recording: stopped('interrupted') } } });

export const LimitReached = meta.story({ parameters: { replay: { recording: stopped('max_iterations_reached') } } });

export const Live = meta.story({ parameters: { replay: { live: true } } });

export const Reconnecting = meta.story({
  parameters: { replay: { root: false } },
  render: (_args, context) => {
    const { store: _unused, ...look } = replayOf(context).props;
    return <ReplayRoot {...look} source={lost}><Header /></ReplayRoot>;
  },
  play: async ({ canvas }) => { await canvas.findByText('Reconnecting'); },
});

export const Processing = meta.story({ parameters: { replay: { recording: 'processing' } } });

export const Denied = meta.story({ parameters: { replay: { recording: 'denied' } } });

export const WithBadge = meta.story({ args: { children: <span className="ph-badge">Verified</span> } });

export const LongNames = meta.story({
  parameters: {
    frame: { width: 760 },
    replay: { recording: stopped('interrupted', LONG, { workspaceName: 'a-workspace-with-a-very-long-name-that-nobody-can-read-at-once', git: { branch: 'feature/with/a/branch/name/that/never/seems/to/end' }, identity: { type: 'user', subject: 'maximiliane.mustermann-schmidt@example.org' } }) },
  },
});

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile' } } });

export const RightToLeft = meta.story({ parameters: { replay: { recording: 'rtl' } }, globals: { direction: 'rtl' } });

export const Medium = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 760 }}><Header /></div> });

export const Compact = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 420 }}><Header /></div> });

export const Narrow = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 320 }}><Header /></div> });

export const ForcedColours = meta.story({ tags: ['forced-colors'] });

Succeeded.test('names the session for assistive technology', async ({ canvas }) => {
  await expect(canvas.getByRole('heading', { level: 2, name: 'Add JWT auth with refresh token' })).toBeVisible();
});

Succeeded.test('opens a menu that keys move in', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'More actions' }));
  await canvas.findByRole('menu', { name: 'More actions' });
  await userEvent.keyboard('{ArrowDown}');
  await expect(canvas.getByRole('menuitem', { name: 'Copy link' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect(canvas.getByRole('button', { name: 'More actions' })).toHaveFocus();
});

LongNames.test('keeps its actions in sight beside a long name', async ({ canvas }) => {
  const box = canvas.getByRole('button', { name: 'More actions' }).getBoundingClientRect();
  const root = canvas.getByRole('banner').getBoundingClientRect();
  await expect(box.right).toBeLessThanOrEqual(root.right);
});
