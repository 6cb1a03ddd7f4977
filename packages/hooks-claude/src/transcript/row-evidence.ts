import { basename, join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { HarnessEvidence } from '@playhead/recorder';
import { sha256 } from '../digest.ts';
import { gather, readSkill, skillEvidence } from '../gather.ts';
import { textIn } from './transcript-row.ts';

/** Where the files of a session lie. */
export interface EvidencePlace {
  readonly session: string;
  readonly transcript: string;
  /** The folder of long results. */
  readonly results: string;
  /** The files of it that were read. */
  readonly used: Set<string>;
}

/** The whole text of a result that was shortened: its file lies beside the transcript, wherever that was moved to. */
export async function evidenceOfOutput(response: JsonValue | undefined, { session, transcript, results, used }: EvidencePlace): Promise<HarnessEvidence> {
  const path = textIn(response, 'persistedOutputPath');
  if (path === undefined) return {};
  const name = basename(path.replaceAll('\\', '/'));
  const evidence = await gather({ hook_event_name: 'PostToolUse', session_id: session, transcript_path: transcript, tool_response: { persistedOutputPath: join(results, name) } });
  if (evidence.fullOutput !== undefined) used.add(name);
  return evidence;
}

/** Which version of a skill was loaded: that on disk where it still has the same text, else what its text says. */
export async function evidenceOfSkill(payload: JsonObject, shown: string | undefined, { transcript }: EvidencePlace): Promise<HarnessEvidence['skill'] | undefined> {
  const input = payload['tool_input'];
  const name = isJsonObject(input) ? textIn(input, 'skill') : undefined;
  const body = shown === undefined ? undefined : bodyShown(shown);
  const onDisk = name === undefined ? undefined : await readSkill(name, payload['cwd'], transcript);
  if (onDisk !== undefined && (body === undefined || withoutFrontMatter(onDisk) === body)) return skillEvidence(onDisk);
  return body === undefined ? undefined : { digest: `sha256-${sha256(body)}` };
}

/** The text of a skill as the model was shown it, without what the client put around it. */
function bodyShown(text: string): string {
  const body = text.replace(/^Base directory for this skill: [^\n]*\n/, '');
  const end = body.lastIndexOf('\n\nARGUMENTS: ');
  return (end < 0 ? body : body.slice(0, end)).trim();
}

function withoutFrontMatter(text: string): string {
  if (!text.startsWith('---')) return text.trim();
  const end = text.indexOf('\n---', 3);
  return end < 0 ? text.trim() : text.slice(text.indexOf('\n', end + 1) + 1).trim();
}
