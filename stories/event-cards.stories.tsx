import { Events, ReplayRoot } from '@playhead/replay-react';
import type { SessionRecord } from '@playhead/protocol';
import { expect } from 'storybook/test';
import preview, { replayOf } from './.storybook/preview.tsx';
import { atBoundary } from './fixtures/at-boundary.ts';
import { cardsSession } from './fixtures/cards-session.ts';
import { heldCall } from './fixtures/held-call.ts';

const meta = preview.meta({ title: 'Parts/Event cards', component: Events, parameters: { frame: { width: 576, height: 220, className: 'ph-pane' } } });
const records = cardsSession();

/** The records of some calls, with what begins the session. */
function of(...calls: readonly string[]): readonly SessionRecord[] {
  return records.filter(({ type, call }) => type === 'session_start' || (call !== undefined && calls.includes(call)));
}

function ofTypes(...types: readonly string[]): readonly SessionRecord[] {
  return records.filter(({ type }) => type === 'session_start' || types.includes(type));
}

const card = (recording: readonly SessionRecord[], at = 3) => ({ parameters: { replay: { recording, at } } });

export const Prose = meta.story(card(ofTypes('prompt', 'assistant_text', 'assistant_thinking')));
export const Read = meta.story(card(of('read-1')));
export const Search = meta.story(card(of('grep')));
export const Command = meta.story(card(of('install')));
export const FailedCommand = meta.story(card(of('migrate')));
export const RunningCommand = meta.story({ parameters: { replay: { recording: of('build'), live: true, start: 3 } } });
export const Edit = meta.story(card(of('edit-1')));
export const Write = meta.story(card(of('write')));
export const McpCall = meta.story(card(of('mcp-1')));
export const McpText = meta.story(card(of('mcp-2')));
export const Skill = meta.story(card(of('skill')));
export const Subagent = meta.story({ parameters: { replay: { recording: of('agent', 'agent-read', 'agent-diff'), at: 2 } } });
export const FailingTests = meta.story(card(of('test-1')));
export const PassingTests = meta.story(card(of('test-2')));
export const Denied = meta.story(card(of('psql')));
export const Redacted = meta.story(card(of('curl')));
export const Checkpoints = meta.story(card(ofTypes('session_checkpoint', 'snapshot'), 2));
export const Tasks = meta.story(card(ofTypes('task_list'), 2));
export const Failure = meta.story(card(ofTypes('failure'), 2));
export const OwnRenderer = meta.story({
  parameters: { replay: { recording: of('mcp-1'), at: 3, root: false } },
  render: (args, context) => <ReplayRoot {...replayOf(context).props} renderers={{ 'mcp:linear/*': () => <p>Drawn by the host</p> }} style={{ blockSize: 220 }}><Events {...args} /></ReplayRoot>,
});
export const ToldDifferently = meta.story({
  parameters: { replay: { recording: atBoundary(of('mcp-1', 'mcp-2'), { 'mcp-1': ({ type, data }) => (type === 'tool_result' ? { ...data, text: '{"id":"API-482","title":"Rotate the signing keys","state":"Done"}' } : data) }), at: 2 } },
});
export const HiddenAndInvented = meta.story({ parameters: { replay: { recording: [...atBoundary(of('mcp-2'), {}, 'mcp-2'), ...records.filter(({ call }) => call === 'mcp-1')].toSorted((a, b) => a.at - b.at), at: 3 } } });
export const WaitsForAnApproval = meta.story({ parameters: { replay: { recording: heldCall('waiting'), live: true, start: 3, at: 2 } } });
WaitsForAnApproval.test('says so in the row of the call', async ({ canvas }) => { await expect(await canvas.findByText('Waits for an approval')).toBeVisible(); });
export const ApprovedBySomebody = meta.story({ parameters: { replay: { recording: heldCall('approved'), at: 2 } } });
ApprovedBySomebody.test('says who did', async ({ canvas }) => { await expect(await canvas.findByText('Approved by grace@example.com')).toBeVisible(); });
export const DeniedBySomebody = meta.story({ parameters: { replay: { recording: heldCall('denied'), at: 2 } } });
export const ApprovedByNobody = meta.story({ parameters: { replay: { recording: heldCall('expired'), at: 2 } } });
