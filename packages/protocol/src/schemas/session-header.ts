import * as z from 'zod/mini';
import { isUuid } from '../ids.ts';
import type { AgentDescription, GitState, Identity, SessionHeader, Task } from '../session.ts';
import { objectSchema, type Schema, type Shape } from './object-schema.ts';
import { count, jsonObject, jsonValue, nameText } from './values.ts';

/** Checks who is behind the agent. */
export const identitySchema: Schema<Identity> = z.catchall(z.object({ type: z.enum(['user', 'machine', 'agent']), subject: nameText }), z.optional(jsonValue));

/** Checks what the work is for. */
export const taskSchema: Schema<Task> = objectSchema<Task>({ id: nameText, title: z.string(), url: z.optional(z.string()) });

const git: Schema<GitState> = objectSchema<GitState>({
  branch: z.optional(z.string()),
  commit: z.optional(z.string()),
  remote: z.optional(z.string()),
  dirty: z.optional(z.boolean()),
});

const agent: Schema<AgentDescription> = objectSchema<AgentDescription>({
  id: nameText,
  type: z.optional(z.string()),
  name: z.optional(z.string()),
  model: z.optional(z.string()),
});

const capture: Schema<NonNullable<SessionHeader['capture']>> = objectSchema<NonNullable<SessionHeader['capture']>>({
  tier: z.string(),
  loses: z.optional(z.array(z.string())),
  protection: z.optional(z.string()),
  sideEffects: z.optional(z.array(z.string())),
});

const redaction: Schema<NonNullable<SessionHeader['redaction']>> = objectSchema<NonNullable<SessionHeader['redaction']>>({ policy: nameText, digest: nameText });

/** The check of every header field. */
export const headerShape: Shape<SessionHeader> = {
  sessionId: z.string().check(z.refine(isUuid, 'must be a uuid in lower case')),
  name: z.string(),
  harness: nameText,
  harnessVersion: z.optional(z.string()),
  harnessSessionId: z.optional(nameText),
  generation: z.optional(count),
  agentName: z.string(),
  workspaceName: z.string(),
  project: z.optional(z.string()),
  identity: z.optional(identitySchema),
  task: z.optional(taskSchema),
  tags: z.optional(z.array(nameText)),
  prompt: z.optional(z.string()),
  cwd: z.optional(z.string()),
  git: z.optional(git),
  models: z.optional(z.array(z.string())),
  agents: z.optional(z.array(agent)),
  maxIterations: z.optional(count),
  capture: z.optional(capture),
  redaction: z.optional(redaction),
  metadata: z.optional(jsonObject),
  resumeOf: z.optional(z.string()),
  forkOf: z.optional(z.string()),
  clearedFrom: z.optional(z.string()),
  parent: z.optional(z.string()),
  branchPoint: z.optional(z.string()),
};

/** Checks a session header: the data of `session_start`, and what a storage is asked to create. */
export const sessionHeaderSchema: Schema<SessionHeader> = objectSchema<SessionHeader>(headerShape);
