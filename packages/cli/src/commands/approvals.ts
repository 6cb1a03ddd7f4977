import { PlayheadError } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { decideApproval, listApprovals, type ApprovalDecision, type WaitingApproval } from '@playhead/server';
import { accountName } from '../account-name.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { plain } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { withStorage } from './with-session.ts';

const MICROSECONDS = 1_000_000;

/** `playhead approvals list`: what waits on a connection until somebody decides. */
export const approvalsListCommand: Command = {
  name: 'approvals list',
  about: 'list calls that wait for an approval, as a policy of playhead gateway asks for it',
  examples: [{ line: 'approvals list', about: 'what waits, for how long, and with what it is called' }],
  positionals: { min: 0, max: 0 },
  options: { json: jsonOption, dir: dirOption },
  async run(input, context) {
    return withStorage(input, context, async (storage) => {
      const approvals = await listApprovals(storage);
      if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, approvals }));
      else if (approvals.length === 0) context.output.line('nothing waits for an approval');
      else for (const approval of approvals) context.output.line(lineOf(approval));
      return 0;
    });
  },
};

/** `playhead approvals approve`: lets a call pass that waits. */
export const approvalsApproveCommand: Command = decisionCommand('approve', 'approved', 'let a call pass that waits for an approval');

/** `playhead approvals deny`: refuses a call that waits. */
export const approvalsDenyCommand: Command = decisionCommand('deny', 'denied', 'refuse a call that waits for an approval');

function decisionCommand(verb: 'approve' | 'deny', decision: ApprovalDecision['decision'], about: string): Command {
  return {
    name: `approvals ${verb}`,
    usage: '<approval>',
    about,
    examples: [{ line: `approvals ${verb} 0194 --message "${verb === 'deny' ? 'Not on a Friday' : 'Only this once'}"`, about: 'by the beginning or the end of its id, as the list shows it; the agent is told why' }],
    positionals: { min: 1, max: 1 },
    options: {
      message: { type: 'string', value: 'text', about: 'why; the agent and the recording are told' },
      author: { type: 'string', value: 'name', about: 'who decides (default: the name of your account)' },
      json: jsonOption, dir: dirOption,
    },
    run: (input, context) => decide(decision, input, context),
  };
}

async function decide(decision: ApprovalDecision['decision'], input: CommandInput, context: CommandContext): Promise<number> {
  const [id = ''] = input.positionals;
  const message = input.text('message');
  return withStorage(input, context, async (storage) => {
    const [found, ...others] = (await listApprovals(storage)).filter(({ approvalId }) => id !== '' && (approvalId.startsWith(id) || approvalId.endsWith(id)));
    if (!found || others.length > 0) throw new PlayheadError('not_found', `${found ? 'Several calls wait' : 'No call waits'} for an approval under ${plain(id, 64)}, so nothing was decided. playhead approvals list shows what waits.`);
    const { sessionId, approvalId } = found;
    const guard = await createSessionRecording({ dir: dirOf(input, context) })().guard();
    const said = await decideApproval(storage, { sessionId, approvalId, decision, by: input.text('author') ?? accountName(), ...(message !== undefined && { message }), guard });
    context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessionId, approvalId, ...said }) : `${said.decision}: ${lineOf(found)}`);
    return 0;
  });
}

function lineOf({ approvalId, tool = '', server = '', rule, identity, task, expiresAt, input }: WaitingApproval): string {
  const left = Math.max(0, Math.round(expiresAt / MICROSECONDS - Date.now() / 1000));
  const about = [rule && `rule ${rule}`, identity, task, `${left} s left`].filter((part) => part !== undefined).join(' · ');
  return plain(`${approvalId.slice(-8)}  ${server} › ${tool}  ${JSON.stringify(input ?? {})}  (${about})`, 500);
}
