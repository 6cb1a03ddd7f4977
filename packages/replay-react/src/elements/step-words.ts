import type { JsonValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import type { EventKind } from '@playhead/protocol';
import type { IconName } from './icon-paths.ts';
import { relativePath } from './relative-path.ts';

/** The icon of each family. */
export const kindIcons: Readonly<Record<EventKind, IconName>> = {
  prompt: 'prompt', assistant: 'assistant', command: 'command', read: 'read', search: 'search', edit: 'edit', test: 'test', mcp: 'mcp', skill: 'skill',
  subagent: 'subagent', permission: 'denied', error: 'error', checkpoint: 'checkpoint', task: 'task', tool: 'tool', session: 'session',
};

const NAMES: Partial<Record<EventKind, string>> = { command: 'Command', read: 'Read', search: 'Search', edit: 'Edit', test: 'Tests', skill: 'Skill', subagent: 'Agent', task: 'Tasks' };

/**
 * What a step is called, and what it was about.
 *
 * @param directory - Paths inside it are shown without it.
 */
export function stepWords(step: Step, directory?: string): { readonly name: string; readonly argument: string } {
  if (step.mcp) return { name: `${step.mcp.server} › ${step.mcp.tool}`, argument: inputWords(step.input) };
  if (step.skill) return { name: 'Skill', argument: step.skill.version ? `${step.skill.name} ${step.skill.version}` : step.skill.name };
  const name = step.test ? 'Tests' : (step.tool ?? NAMES[step.kind] ?? step.title);
  return { name, argument: step.command ?? relativePath(step.title === name ? inputWords(step.input) : step.title, directory) };
}

function inputWords(input: Step['input']): string {
  if (typeof input === 'string') return input.slice(0, 200);
  if (typeof input !== 'object' || input === null || '$blob' in input) return '';
  return Object.values(input as { readonly [key: string]: JsonValue }).filter((value) => typeof value === 'string' || typeof value === 'number').map((value) => String(value).slice(0, 200)).join(' ').slice(0, 200); // an array reads like its entries
}
