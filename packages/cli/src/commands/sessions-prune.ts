import { PlayheadError } from '@playhead/protocol';
import { hasLimit, pruneSessions, type PrunedSession, type PruneReport, type PruneRule, type RetentionPolicy } from '@playhead/replay-core/retention';
import { finishRemovals } from '@playhead/storage-adapters/fs';
import { accountName } from '../account-name.ts';
import { askFirst } from '../ask-first.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { plain, sizeText } from '../plain-text.ts';
import { retentionOf } from '../retention-settings.ts';
import { unsentIn } from '../unsent-sessions.ts';
import { sizeOption } from './list-options.ts';
import { dirOf, dirOption, durationMs, jsonOption, wholeNumber } from './shared-options.ts';
import { withStorage } from './with-session.ts';

const DAY_MS = 86_400_000;
/** How often a person hears how far it is, in milliseconds. */
const TELL_EVERY_MS = 1000;

/** `playhead sessions prune`: removes recordings that are not to be kept. */
export const sessionsPruneCommand: Command = {
  name: 'sessions prune',
  about: 'remove recordings that are not to be kept: beyond an age, a number or a size, or what the settings say',
  examples: [
    { line: 'sessions prune --dry-run', about: 'say what the settings would remove, and why' },
    { line: 'sessions prune --max-age 90d --max-size 50GB', about: 'remove what is older, and the oldest beyond that size' },
    { line: 'sessions prune --project checkout --max-count 100 --yes', about: 'keep the newest 100 of a project, without being asked' },
  ],
  options: {
    'max-count': { type: 'string', value: 'number', about: 'how many stay: the ones of which something was heard last' },
    'max-age': { type: 'string', value: 'time', about: 'how long they stay after their last record, such as 12h or 90d' },
    'max-size': { type: 'string', value: 'size', about: 'how much room all may take on the disk, such as 500MB or 50GB' },
    workspace: { type: 'string', value: 'name', about: 'look at sessions of this workspace alone' },
    project: { type: 'string', value: 'name', about: 'look at sessions of this project alone' },
    'dry-run': { type: 'boolean', about: 'say what would be removed, and remove nothing' },
    yes: { type: 'boolean', about: 'do not ask first' },
    json: jsonOption,
    dir: dirOption,
  },
  async run(input, context) {
    const { output, interactive, signal } = context;
    const dir = dirOf(input, context);
    const [json, dryRun] = [input.flag('json'), input.flag('dry-run')];
    const policy = policyOf(input, context);
    if (!dryRun) await finishRemovals({ dir });
    let toldAt = Date.now();
    const isUnsent = unsentIn(dir, context.env);
    return withStorage(input, context, async (storage) => {
      const report = await pruneSessions(storage, policy, {
        dryRun, signal, by: accountName(), query: queryOf(input), ...(isUnsent && { isUnsent: (sessionId: string) => isUnsent(storage, sessionId) }),
        confirm: (plan) => input.flag('yes') || askFirst(`Remove ${countText(plan)} for good?`, context),
        onProgress(done, all) {
          if (!interactive || Date.now() - toldAt < TELL_EVERY_MS) return;
          toldAt = Date.now();
          output.note(`removed ${done} of ${all}`);
        },
      });
      if (json) output.line(JSON.stringify(report));
      else for (const line of linesOf(report)) output.line(line);
      if (!json && !hasLimit(policy)) output.note('No policy says how much is kept. Give --max-count, --max-age or --max-size, or set "retention" in settings.json of the data directory.');
      return report.failed.length > 0 || report.cancelled ? 1 : 0;
    });
  },
};

/** What the options say, else what the settings say. */
function policyOf(input: CommandInput, context: CommandContext): RetentionPolicy {
  const maxCount = wholeNumber(input, 'max-count', { min: 0, max: 1e9 });
  const maxAgeMs = durationMs(input, 'max-age');
  const maxBytes = sizeOption(input, 'max-size');
  const told = { ...(maxCount !== undefined && { maxCount }), ...(maxAgeMs !== undefined && { maxAgeDays: maxAgeMs / DAY_MS }), ...(maxBytes !== undefined && { maxBytes }) };
  if (hasLimit(told)) return told;
  const { policy, problem } = retentionOf(dirOf(input, context), context.env);
  if (problem !== undefined) throw new PlayheadError('invalid_settings', problem);
  return policy;
}

function queryOf(input: CommandInput): { readonly workspaceName?: string; readonly project?: string } {
  const [workspaceName, project] = [input.text('workspace'), input.text('project')];
  return { ...(workspaceName !== undefined && { workspaceName }), ...(project !== undefined && { project }) };
}

function* linesOf(report: PruneReport): Generator<string, void, undefined> {
  const { removed, dryRun, cancelled, sheltered, spared, failed, policy, bytes } = report;
  for (const session of removed) yield lineOf(session, policy);
  yield cancelled && removed.length === 0 ? 'nothing was removed' : removed.length === 0 ? `nothing is to be removed; ${report.sessions} recordings take ${sizeText(bytes)}` : `${dryRun ? 'would remove' : 'removed'} ${countText(report)} of ${sizeText(bytes)}${cancelled ? '; cancelled before the rest' : ''}`;
  const stay = [[sheltered.running, 'running'], [sheltered.pinned, 'pinned'], [sheltered.kept, 'kept for longer'], [sheltered.private, 'private'], [sheltered.unsent, 'not sent yet']] as const;
  const said = stay.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (said.length > 0) yield `never removed: ${said.join(', ')}`;
  if (spared.length > 0) yield `${spared.length} stayed, since something was heard of ${spared.length === 1 ? 'it' : 'them'} meanwhile`;
  for (const { sessionId, message, code } of failed) yield `${sessionId}  not removed: ${message} (${code})`;
}

function lineOf({ sessionId, name, updatedAt, bytes, rule }: PrunedSession, policy: RetentionPolicy): string {
  const last = updatedAt > 0 ? new Date(updatedAt / 1000).toISOString().slice(0, 10) : '-'.padEnd(10);
  return `${sessionId}  ${last}  ${sizeText(bytes).padStart(9)}  ${wordsFor(rule, policy)}  ${plain(name, 60)}`;
}

function wordsFor(rule: PruneRule, { maxAgeDays = 0, maxCount = 0, maxBytes = 0 }: RetentionPolicy): string {
  return { own: 'its own retention is over', age: `older than ${Number(maxAgeDays.toFixed(2))} days`, count: `beyond the newest ${maxCount}`, size: `beyond ${sizeText(maxBytes)}` }[rule];
}

function countText({ removed, removedBytes }: PruneReport): string {
  return `${removed.length} ${removed.length === 1 ? 'recording' : 'recordings'}, ${sizeText(removedBytes)}`;
}
