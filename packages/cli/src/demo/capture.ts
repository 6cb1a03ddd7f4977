import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';

/** A hook payload as it was captured. */
export interface CapturedPayload {
  /** When it arrived then: microseconds since the Unix epoch. */
  readonly at: number;
  readonly payload: JsonObject;
}

/** The captured session that the demo sends. Ships with this package. */
export const captureDirectory: URL = new URL('../../demo/jwt-auth/', import.meta.url);

/**
 * Reads a capture and puts its tool results where its payloads will say they are.
 *
 * @param capture - The directory that holds `hooks.jsonl` and `tool-results/`.
 * @param temporary - A directory for the results; made if missing.
 */
export function readCapture(capture: string, temporary: string): readonly CapturedPayload[] {
  const lines = readFileSync(join(capture, 'hooks.jsonl'), 'utf8').split('\n').filter((line) => line !== '');
  const found = new Set<string>();
  const entries = lines.map((line) => {
    const entry: unknown = JSON.parse(line);
    if (!isJsonObject(entry) || !isJsonObject(entry['payload'])) throw new TypeError(`A line of ${capture} is no captured payload.`);
    const payload = relocate(entry['payload'], temporary);
    const transcript = payload['transcript_path'];
    if (typeof transcript === 'string') found.add(transcript);
    return { at: Number(entry['at_us']), payload };
  });
  for (const transcript of found) {
    const target = join(dirname(transcript), basename(transcript, '.jsonl'), 'tool-results');
    mkdirSync(target, { recursive: true });
    const results = join(capture, 'tool-results');
    const source = existsSync(results) ? results : join(capture, 'transcripts', basename(dirname(transcript)), basename(transcript, '.jsonl'), 'tool-results');
    if (existsSync(source)) cpSync(source, target, { recursive: true });
  }
  return entries;
}

/** The captured session's directory on disk. */
export function defaultCapture(): string {
  return fileURLToPath(captureDirectory);
}

/** Points the paths that a receiver reads from into another directory; text that merely names them stays. */
function relocate(payload: JsonObject, temporary: string): JsonObject {
  const moved = (value: JsonValue | undefined): JsonValue | undefined => (typeof value === 'string' ? value.replace(/^.*\/\.claude(?=\/)/, () => temporary) : value);
  const response = payload['tool_response'];
  return {
    ...payload,
    ...('transcript_path' in payload && { transcript_path: moved(payload['transcript_path']) }),
    ...('agent_transcript_path' in payload && { agent_transcript_path: moved(payload['agent_transcript_path']) }),
    ...(isJsonObject(response) && 'persistedOutputPath' in response && { tool_response: { ...response, persistedOutputPath: moved(response['persistedOutputPath']) } }),
  };
}
