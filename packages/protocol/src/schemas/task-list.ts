import * as z from 'zod/mini';
import type { TaskItem, TaskListData } from '../events/task-list.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

const taskItem: Schema<TaskItem> = objectSchema<TaskItem>({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pending', 'in_progress', 'completed', 'deleted']),
  description: z.optional(z.string()),
});

/** Checks the data of `task_list`. */
export const taskListSchema: Schema<TaskListData> = objectSchema<TaskListData>({
  tasks: z.array(taskItem),
  complete: z.optional(z.boolean()),
  extra: z.optional(jsonObject),
});
