import { type Entry, ofOneWitness } from './entry.ts';
import { fileChangeOf } from './files.ts';
import { permissionOf } from './permission.ts';
import { resultOf } from './step-result.ts';
import { openedBy } from './step-opening.ts';
import { terminalOf } from './terminal.ts';
import { testRunOf } from './tests.ts';
import type { Step } from './types.ts';

/** Where a step stands: what its records do not say themselves. */
export interface StepPlace {
  readonly id: string;
  readonly turnId?: string;
  /** Whether the session is over, so that nothing can still be running. */
  readonly over: boolean;
}

/**
 * Puts a tool call together from every record that speaks of it.
 *
 * @param entries - Its entries in display order; at least one.
 */
export function buildStep(place: StepPlace, entries: readonly Entry[]): Step {
  const [first] = entries;
  const ofType = (type: string): Entry[] => entries.filter(({ record }) => record.type === type);
  const opening = openedBy(entries);
  const terminal = terminalOf(ofType('terminal_output'));
  const diffs = ofOneWitness(ofType('file_diff')).map(fileChangeOf);
  const testEntry = ofOneWitness(ofType('test_result')).at(-1);
  const permission = permissionOf(ofType('permission_request').at(-1), ofType('permission_decision').at(-1), place.over);
  const toolUseId = first?.record.call;
  const startedAt = opening.startedAt ?? first?.record.at ?? 0;
  const result = resultOf(entries, { startedAt, terminal, permission, over: place.over });
  const agentId = entries.find(({ record }) => record.agent !== undefined && !record.type.startsWith('subagent_'))?.record.agent;
  const startedAgentId = ofType('subagent_start').find(({ record }) => record.agent !== undefined)?.record.agent ?? result.startedAgentId;
  return {
    id: place.id,
    kind: opening.kind === 'command' && testEntry ? 'test' : opening.kind,
    title: opening.title,
    ...(opening.tool !== undefined && { tool: opening.tool }),
    ...(toolUseId !== undefined && { toolUseId }),
    status: result.status,
    startedAt,
    ...(result.durationUs !== undefined && { durationUs: result.durationUs }),
    ...(agentId !== undefined && { agentId }),
    ...(startedAgentId !== undefined && { startedAgentId }),
    ...(place.turnId !== undefined && { turnId: place.turnId }),
    ...(opening.mcp && { mcp: opening.mcp }),
    ...(opening.skill && { skill: opening.skill }),
    ...(opening.input !== undefined && { input: opening.input }),
    ...(result.output !== undefined && { output: result.output }),
    ...(result.result !== undefined && { result: result.result }),
    ...(result.error !== undefined && { error: result.error }),
    ...(opening.command !== undefined && { command: opening.command }),
    ...(terminal && { terminal }),
    ...(diffs.length > 0 && { diff: diffs }),
    ...(testEntry && { test: testRunOf(testEntry) }),
    ...(permission && { permission }),
    witnesses: [...new Set(entries.map(({ record }) => record.via))].slice(), // a list that was put together has room for a dozen more
    agreement: 'single', // until several tell of it
    eventIds: entries.map(({ record }) => record.id),
  };
}
