import { expect, fn } from 'storybook/test';
import { WaitingCalls } from '../packages/viewer/src/approvals/WaitingCalls.tsx';
import type { WaitingCall } from '../packages/viewer/src/approvals/waiting-in.ts';
import '../packages/viewer/src/viewer.css';
import preview from './.storybook/preview.tsx';

const meta = preview.meta({ title: 'SessionReplay/Approvals', component: WaitingCalls, parameters: { replay: { root: false } }, args: { said: {}, onDecide: fn() } });

const write: WaitingCall = {
  approvalId: 'a1', title: 'files › write_file', about: 'Writing to production needs an approval. · Rule ask-before-writing · user:ada@example.com · SHOP-42', input: '{"path":"config/production.json","content":"{\\"debug\\":true}\\n"}',
};
const issue: WaitingCall = { approvalId: 'a2', title: 'linear › delete_issue', about: 'Rule ask-before-deleting', input: '{"id":"API-482"}' };

export const Waiting = meta.story({ args: { calls: [write] } });
Waiting.test('takes a decision by the keyboard', async ({ canvas, userEvent, args }) => {
  canvas.getByRole('button', { name: 'Deny files › write_file' }).focus();
  await userEvent.keyboard('{Enter}');
  await expect(args.onDecide).toHaveBeenCalledWith('a1', 'denied');
});
export const TwoAtOnce = meta.story({ args: { calls: [write, issue] } });
export const LongArguments = meta.story({ args: { calls: [{ ...write, input: JSON.stringify({ path: `/srv/${'very-deep/'.repeat(60)}production.json`, content: 'select 1;\n'.repeat(400) }) }] } });
export const WithoutArguments = meta.story({ args: { calls: [{ ...issue, about: '', input: '' }] } });
export const Approved = meta.story({ args: { calls: [write], said: { a1: 'Approved' } } });
export const Denied = meta.story({ args: { calls: [write], said: { a1: 'Denied' } } });
export const DecidedOtherwise = meta.story({ args: { calls: [write, issue], said: { a1: 'Somebody decided otherwise already.' } } });
export const Expired = meta.story({ args: { calls: [write], said: { a1: 'It does not wait any more.' } } });
export const ReadOnly = meta.story({ args: { calls: [write], said: { a1: 'This needs a token of the kind admin.' } } });
