import type { CardBodies } from '../card-body.ts';
import { CheckpointBody } from './checkpoint-body.tsx';
import { CommandBody } from './command-body.tsx';
import { DenialBody } from './denial-body.tsx';
import { EditBody } from './edit-body.tsx';
import { FailureBody } from './failure-body.tsx';
import { GenericBody } from './generic-body.tsx';
import { McpBody } from './mcp-body.tsx';
import { ReadBody } from './read-body.tsx';
import { SearchBody } from './search-body.tsx';
import { SkillBody } from './skill-body.tsx';
import { SubagentBody } from './subagent-body.tsx';
import { TaskBody } from './task-body.tsx';
import { TestBody } from './test-body.tsx';

/** The bodies of all cards. A module of its own: it loads once rows are on the page. */
export const cardBodies: CardBodies = {
  checkpoint: CheckpointBody, command: CommandBody, denial: DenialBody, edit: EditBody, failure: FailureBody, generic: GenericBody, mcp: McpBody, read: ReadBody, search: SearchBody, skill: SkillBody, subagent: SubagentBody, task: TaskBody, test: TestBody,
};
