import { isJsonObject } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, stringIn } from './read-data.ts';

/** How many tasks of one list are looked at. */
const READ = 200;

/**
 * The titles of the tasks that were taken up, as a `task_list` tells.
 *
 * @param started - The ids of tasks that were taken up before; grows.
 */
export function startedTasks({ record }: Entry, started: Set<string>): readonly string[] {
  const { tasks } = dataOf(record);
  if (!Array.isArray(tasks)) return [];
  return tasks.slice(0, READ).flatMap((task) => {
    if (!isJsonObject(task)) return [];
    const title = stringIn(task, 'title') ?? '';
    const id = stringIn(task, 'id') ?? title;
    if (task['status'] !== 'in_progress' || title.trim() === '' || started.has(id)) return [];
    started.add(id);
    return [title];
  });
}
