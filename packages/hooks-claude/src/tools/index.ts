import { agent } from './agent.ts';
import { ask } from './ask.ts';
import { edit, notebookEdit } from './edit.ts';
import { mcp } from './mcp.ts';
import { list, read } from './read.ts';
import { search } from './search.ts';
import { skill } from './skill.ts';
import { backgroundTask, task } from './task.ts';
import { backgroundTerminal, terminal } from './terminal.ts';
import type { ToolFamily } from './tool-family.ts';
import { unknown } from './unknown.ts';
import { webFetch, webSearch } from './web.ts';

const families: readonly ToolFamily[] = [
  terminal, backgroundTerminal, edit, notebookEdit, read, list, search, webFetch, webSearch, agent, task, backgroundTask, skill, ask, mcp,
];

const byName: ReadonlyMap<string, ToolFamily> = new Map(
  families.flatMap((family) => (typeof family.names === 'function' ? [] : family.names.map((name) => [name, family] as const))),
);

/** The family of a tool. */
export function familyOf(name: string): ToolFamily {
  return byName.get(name) ?? families.find(({ names }) => typeof names === 'function' && names(name)) ?? unknown;
}
