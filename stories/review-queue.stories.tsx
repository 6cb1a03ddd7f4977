import { ReplayRoot, ReviewQueue, type ReplayRootReview } from '@playhead/replay-react';
import { expect, waitFor } from 'storybook/test';
import { designSession } from './fixtures/design-session.ts';
import { reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

const review = reviewSession();
const decided = (marker: string, state: string, reason?: string) => ({ id: marker, at: 1, author: 'Maya Chen', type: 'marker', data: { marker, state, ...(reason !== undefined && { reason }) } });
/** Markers are looked for after the first paint: pictures wait for them. */
const inside = (props: ReplayRootReview) => (_args: unknown, context: Parameters<typeof replayOf>[0]) => <ReplayRoot {...replayOf(context).props} {...props}><ReviewQueue /></ReplayRoot>;

const meta = preview.meta({ title: 'Parts/ReviewQueue', component: ReviewQueue, parameters: { replay: { recording: review, root: false }, frame: { width: 576, className: 'ph-pane' } } });

export const Open = meta.story({ render: inside({ defaultAnnotations: [], author: 'Maya Chen' }) });

export const Decided = meta.story({ render: inside({ defaultAnnotations: [decided('failing-tests:t2', 'done'), decided('risky-change:/workspace/api-service/package-lock.json', 'done'), decided('tool-failure:t2', 'dismissed', 'The tests say so already.')], author: 'Maya Chen' }) });

export const Cleared = meta.story({ parameters: { replay: { recording: review.slice(0, 4), root: false } }, render: inside({ defaultAnnotations: [], reviewRules: [] }) });

export const ReadOnly = meta.story({ render: inside({}) });

export const Rules = meta.story({ render: inside({ defaultAnnotations: [], reviewThresholds: { 'large-diff': { lines: 100 } } }) });

export const Dismissing = meta.story({ render: inside({ defaultAnnotations: [] }) });

export const Everything = meta.story({ parameters: { replay: { recording: designSession(), root: false } }, render: inside({ defaultAnnotations: [] }) });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', root: false } }, render: inside({ defaultAnnotations: [] }) });

export const Empty = meta.story({ parameters: { replay: { recording: 'empty', root: false } }, render: inside({ defaultAnnotations: [] }) });

export const Narrow = meta.story({ decorators: (Story) => <div style={{ inlineSize: 320 }}><Story /></div>, render: inside({ defaultAnnotations: [] }) });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' }, render: inside({ defaultAnnotations: [] }) });

Open.test('is cleared by keys', async ({ canvas, userEvent, canvasElement }) => {
  const first = await waitFor(() => { const found = canvasElement.querySelector<HTMLElement>('[data-current=true] button'); if (!found) throw new Error('not yet'); return found; });
  first.focus();
  const count = canvasElement.querySelectorAll('[data-state=open]').length;
  for (let left = count; left > 0; left -= 1) await userEvent.keyboard('d');
  await expect(await canvas.findByText('Everything is reviewed.')).toBeVisible();
});

Rules.test('shows what each rule goes by', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'Rules' }));
  await expect(canvas.getByRole('spinbutton', { name: 'Changed lines of one file' })).toHaveValue(100);
});

Dismissing.test('asks why', async ({ canvas, userEvent, canvasElement }) => {
  await waitFor(() => expect(canvasElement.querySelector('[data-current=true]')).not.toBeNull());
  await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }));
  await expect(canvas.getByRole('textbox', { name: /^Why/ })).toHaveFocus();
});
