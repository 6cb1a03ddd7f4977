import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { present } from '../fields.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolDetails, ToolDone, ToolFamily } from './tool-family.ts';

const STATUSES: ReadonlySet<unknown> = new Set(['pending', 'in_progress', 'completed', 'deleted']);

/** The agent's own list of tasks. `TodoWrite` exists in older clients. */
export const task: ToolFamily = {
  names: ['TaskCreate', 'TaskUpdate', 'TaskGet', 'TaskList', 'TodoWrite', 'TodoRead'],
  open: (call) => openToolCall(call, 'task', 'subject', 'taskId'),
  done,
};

/** Tasks that run in the background. */
export const backgroundTask: ToolFamily = {
  names: ['TaskStop', 'TaskOutput', 'AgentOutputTool'],
  open: (call) => openToolCall(call, 'task', 'task_id', 'taskId'),
};

function done(call: ToolDone): ToolDetails {
  const { response } = call;
  const found = tasksOf(call);
  if (found === undefined || found.tasks.length === 0) return { events: [], output: response };
  const data = { tasks: found.tasks, ...(found.complete && { complete: true }) };
  return { events: [{ type: 'task_list', data }], output: found.held ? undefined : response };
}

function tasksOf({ name, input, response, tasks }: ToolDone): { tasks: readonly JsonObject[]; complete?: boolean; held?: boolean } | undefined {
  const given: JsonObject = isJsonObject(input) ? input : {};
  const result: JsonObject = isJsonObject(response) ? response : {};
  if (Array.isArray(given['todos'])) return { tasks: given['todos'].filter(isJsonObject).map((todo, index) => item(todo, String(index + 1))), complete: true };
  if (name === 'TaskList' && Array.isArray(result['tasks'])) return { tasks: result['tasks'].filter(isJsonObject).map((one) => item(one, '')), complete: true };
  if (isJsonObject(result['task'])) return { tasks: [item(result['task'], '')] };
  if (name !== 'TaskUpdate' || typeof given['taskId'] !== 'string' || result['success'] === false) return undefined;
  const id = given['taskId'];
  const title = given['subject'] ?? tasks.find((known) => known.id === id)?.title;
  return STATUSES.has(given['status']) ? { tasks: [item({ ...given, subject: title }, id)] } : undefined;
}

function item(source: JsonObject, fallback: string): JsonObject {
  const text = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
  const id = text(source['id']) ?? fallback;
  const title = text(source['subject']) ?? text(source['content']) ?? `Task ${id}`;
  const status = STATUSES.has(source['status']) ? source['status'] : 'pending';
  return present({ id, title, status, description: text(source['description']) });
}
