import { defineReviewRule, reviewRules } from '@playhead/replay-core';
import { ReviewQueue, type ReplayRootReview } from '@playhead/replay-react';
import { expect, waitFor } from 'storybook/test';
import { designSession } from './fixtures/design-session.ts';
import { reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';
import type { ReplayParameters } from './.storybook/story-replay.ts';

const review = reviewSession();
const decided = (marker: string, state: string, reason?: string) => ({ id: marker, at: 1, author: 'Maya Chen', type: 'marker', data: { marker, state, ...(reason !== undefined && { reason }) } });
/** A session that is reviewed. Markers are looked for after the first paint: pictures wait for them. */
const reviewed = (props: ReplayRootReview, recording: ReplayParameters['recording'] = review) => ({ parameters: { replay: { recording, props } } });

const meta = preview.meta({ title: 'Parts/ReviewQueue', component: ReviewQueue, parameters: { frame: { width: 576, className: 'ph-pane' } } });

export const Open = meta.story(reviewed({ defaultAnnotations: [], author: 'Maya Chen' }));

export const Decided = meta.story(reviewed({ defaultAnnotations: [decided('failing-tests:t2', 'done'), decided('risky-change:/workspace/api-service/package-lock.json', 'done'), decided('tool-failure:t2', 'dismissed', 'The tests say so already.')], author: 'Maya Chen' }));

export const Cleared = meta.story(reviewed({ defaultAnnotations: [], reviewRules: [] }, review.slice(0, 4)));

export const ReadOnly = meta.story(reviewed({}));

export const Rules = meta.story(reviewed({ defaultAnnotations: [], reviewThresholds: { 'large-diff': { lines: 100 } } }));

const failing = defineReviewRule({ name: 'own', title: 'Calls of our billing API', description: 'A rule of a host.', severity: 'info', thresholds: {}, find: () => { throw new Error('Cannot read properties of undefined'); } });
const withFailing = [failing, ...reviewRules];

export const FailedRule = meta.story(reviewed({ defaultAnnotations: [], reviewRules: withFailing }));

FailedRule.test('says which rule failed, and why', async ({ canvas, userEvent }) => {
  await userEvent.click(await canvas.findByRole('button', { name: 'Rules 1 rule failed' }));
  await expect(canvas.getByText('This rule failed, so it found nothing: Cannot read properties of undefined')).toBeVisible();
});

export const Dismissing = meta.story(reviewed({ defaultAnnotations: [] }));

export const Everything = meta.story(reviewed({ defaultAnnotations: [] }, designSession()));

export const Hostile = meta.story(reviewed({ defaultAnnotations: [] }, 'hostile'));

export const Empty = meta.story(reviewed({ defaultAnnotations: [] }, 'empty'));

export const Narrow = meta.story({ parameters: { ...reviewed({ defaultAnnotations: [] }).parameters, frame: { width: 320, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ ...reviewed({ defaultAnnotations: [] }), globals: { direction: 'rtl' } });

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
