import { Diff, Notes, Timeline, type ReplayRootBehaviour, type ReplayRootReview } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';

const review = reviewSession();
const tokens = '/workspace/api-service/src/db/tokens.ts';
const line = { on: 'line', path: tokens, call: 'e6', side: 'new', line: 31, quote: '  async findByHash(hash: Buffer) {', before: [' '], after: [] } as const;
const said = (number: number, type: string, data: object, author = 'Maya Chen', more: object = {}): NonNullable<ReplayRootReview['annotations']>[number] => ({
  id: `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`, at: 1_763_690_000_000_000 + number * 60_000_000, author, type, data: JSON.parse(JSON.stringify(data)), ...more,
});
const notes = [
  said(1, 'note', { text: 'A buffer here, and a string in `find`: which of the two is it?', anchor: line }),
  said(2, 'note', { text: 'The column is `bytea`, so a buffer it is.\nI changed the caller too.', replyTo: said(1, '', {}).id }, 'Claude Code', { by: 'agent' }),
  said(3, 'note', { text: 'Where is the absolute lifetime checked?', anchor: { on: 'line', path: tokens, call: 'e6', side: 'new', line: 80, quote: 'nowhere to be found' } }, 'Priya Nair'),
  said(4, 'note', { text: 'Good that the migration is reversible.', anchor: { on: 'turn', turn: 't1', quote: 'Rotate refresh tokens on every use.' } }),
  said(5, 'note_resolve', { note: said(4, '', {}).id, resolved: true }),
  said(6, 'verdict', { verdict: 'changes-requested', text: 'Two tests fail.' }, 'Priya Nair'), said(7, 'verdict', { verdict: 'approved' }, 'Risk Bot', { by: 'agent' }),
  said(8, 'tag', { tag: 'auth', set: true }), said(9, 'tag', { tag: 'needs migration', set: true }), said(10, 'rating', { anchor: { on: 'turn', turn: 't1' }, rating: 'wrong' }),
];
const hostile = [said(1, 'note', { text: `<img src=x onerror=alert(1)>\u202eevil\u200b [x](javascript:alert(1)) ${'W'.repeat(400)}`, anchor: { ...line, path: `/${'deep/'.repeat(40)}\u202etxt.exe` } }, `<b>${'Eve'.repeat(60)}</b>`), said(2, 'tag', { tag: '<script>'.repeat(30), set: true }), said(3, 'verdict', { verdict: 'rejected', text: '\u202e<a href=javascript:x>' }, 'Eve')];

const pane = { width: 576, className: 'ph-pane' };
/** The session as somebody reviews it. */
const reviewed = (props: ReplayRootReview & ReplayRootBehaviour) => ({ recording: review, at: REVIEW.lastEdit, props: { author: 'Maya Chen', ...props } });
const onLines = { render: () => <Diff /> };

const meta = preview.meta({ title: 'Parts/Review', component: Notes });

export const Threads = meta.story({ parameters: { frame: pane, replay: reviewed({ defaultAnnotations: notes }) } });

export const First = meta.story({ parameters: { frame: pane, replay: reviewed({ defaultAnnotations: [] }) } });

export const ReadOnly = meta.story({ parameters: { frame: pane, replay: reviewed({ annotations: notes, can: { annotate: false } }) } });

export const Hostile = meta.story({ parameters: { frame: pane, replay: reviewed({ defaultAnnotations: hostile }) } });

export const Narrow = meta.story({ parameters: { frame: { ...pane, width: 320 }, replay: reviewed({ defaultAnnotations: notes }) } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' }, parameters: { frame: pane, replay: reviewed({ defaultAnnotations: notes }) } });

/** What a session that is over came to: chosen, with a reason. */
const over = [said(1, 'outcome', { outcome: 'failed', reason: 'Two tests fail, and nobody says why.' })];
const failed = (props: ReplayRootReview) => ({ recording: 'failed' as const, props: { author: 'Maya Chen', ...props } });

export const Outcome = meta.story({ parameters: { frame: pane, replay: failed({ defaultAnnotations: over }) } });

export const OutcomeByAnother = meta.story({ parameters: { frame: pane, replay: failed({ defaultAnnotations: over, author: 'Ada' }) } });

export const OutcomeNarrow = meta.story({ parameters: { frame: { ...pane, width: 320 }, replay: failed({ defaultAnnotations: [] }) } });

export const Deleted = meta.story({
  parameters: { frame: pane, replay: reviewed({ defaultAnnotations: notes }) },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Delete' }));
    await expect(canvas.getByRole('button', { name: 'Undo' })).toHaveFocus();
  },
});

/** A review of somebody else's that is about another session. */
export const RefusedImport = meta.story({
  parameters: { frame: { ...pane, width: 320 }, replay: reviewed({ defaultAnnotations: notes }) },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await canvas.findByRole('button', { name: 'Import review…' });
    const theirs = { schemaVersion: 1, session: { sessionId: 'session-2', name: `Fix the build ${'W'.repeat(60)}\u202e` }, annotations: [] };
    await userEvent.upload(canvasElement.querySelector<HTMLInputElement>('input[type=file]')!, new File([JSON.stringify(theirs)], 'review.json', { type: 'application/json' })); // beside the button
    await expect(await canvas.findByText(/The review is about another session/)).toBeVisible();
  },
});

const many = Array.from({ length: 120 }, (_, index) => said(index + 1, 'note', { text: `Note ${index + 1}`, anchor: index === 90 ? line : { on: 'event', eventId: review[4]?.id } }));

export const Many = meta.story({ parameters: { frame: pane, replay: reviewed({ defaultAnnotations: many }) } });

export const OnLines = meta.story({ ...onLines, parameters: { frame: { ...pane, width: 760 }, replay: reviewed({ defaultAnnotations: notes }) } });

export const OnLinesNarrow = meta.story({ ...onLines, parameters: { frame: { ...pane, width: 420 }, replay: reviewed({ defaultAnnotations: notes }) } });

const stretch = (from: number, to: number): object => ({ on: 'range', at: review[from]?.at, until: review[to]?.at, eventId: review[from]?.id, untilEventId: review[to]?.id });
const stretches = [said(1, 'note', { text: 'All of this was one guess after another.', anchor: stretch(6, REVIEW.lastEdit) }), said(2, 'note', { text: 'Why this file?', anchor: { on: 'event', eventId: review[4]?.id } }, 'Priya Nair')];

export const OnTheTimeline = meta.story({ parameters: { frame: { width: 1040 }, replay: reviewed({ defaultAnnotations: stretches }) }, render: () => <Timeline /> });

export const OnAStretch = meta.story({ parameters: { frame: pane, replay: reviewed({ defaultAnnotations: stretches }) } });

export const WritingOnALine = meta.story({
  ...onLines, parameters: { frame: { ...pane, width: 760 }, replay: reviewed({ defaultAnnotations: [] }) },
  play: async ({ canvas, userEvent }) => { await userEvent.click((await canvas.findAllByRole('button', { name: /^Add a note on line/ }))[0]!); }, // one hunk at least
});

Outcome.test('is chosen and reasoned by keyboard', async ({ canvas, userEvent }) => {
  const choice = canvas.getByRole('combobox', { name: 'Outcome' });
  await userEvent.selectOptions(choice, 'Interrupted');
  await userEvent.click(choice);
  await userEvent.keyboard('{Escape}');
  await userEvent.tab();
  await expect(canvas.getByRole('textbox', { name: 'Why?' })).toHaveFocus();
  await userEvent.keyboard('I stopped it{Enter}');
  await expect(canvas.getByRole('textbox', { name: 'Why?' })).toHaveValue('I stopped it');
});

Threads.test('answers by keyboard and leaves the keys with the replay', async ({ canvas, userEvent, canvasElement }) => {
  const [reply] = canvas.getAllByRole('button', { name: 'Reply' });
  reply?.focus();
  await userEvent.keyboard('{Enter}');
  await expect(await canvas.findByRole('textbox', { name: /^Reply to/ })).toHaveFocus();
  await userEvent.keyboard('Thanks{Control>}{Enter}{/Control}');
  await expect(canvas.getByText('Thanks')).toBeVisible();
  await expect(canvasElement.querySelector('[data-ph]')?.contains(document.activeElement)).toBe(true);
});
