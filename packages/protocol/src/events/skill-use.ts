import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The agent loads a skill. */
export interface SkillUseData {
  /** The skill. */
  readonly name: string;
  /** What it was given. */
  readonly arguments?: string;
  /** Its version: declared, else a digest of its text. */
  readonly version?: string;
  /** `sha256-<hex>` of its text. */
  readonly digest?: string;
  /** The harness's name of the tool. */
  readonly tool?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `skill_use`. */
export const skillUse: EventDefinition<'skill_use', SkillUseData> = defineEvent<SkillUseData>()({
  type: 'skill_use',
  kind: 'skill',
  title: 'Skill',
  step: 'opens',
  summary: (data) => data.version ? `${data.name} ${data.version}` : data.name,
});
