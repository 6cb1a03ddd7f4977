import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import type { SessionDocument, StepDocument } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { harnesses } from '../src/harnesses.ts';
import { captureOf, playhead, stepsOf, temporary } from './support.ts';

interface Call {
  id: string; name: string; agent_id: string | null; prompt_id: string; input: unknown; status: string; output_sha256: string; output_head: string;
  exit_code?: number; mcp?: { server: string; tool: string };
}
interface Truth {
  calls: Call[];
  turns: { prompt_id: string; prompt: string; calls: string[] }[];
  skills: Record<string, { version: string; calls: string[] }>;
  subagents: { agent_id: string; parent_call: string; calls: string[] }[];
}

/** How the client begins what it tells the model instead of an output of more than 30,000 characters. */
const PERSISTED = '<persisted-output>';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Without the one field that the client adds on its own. */
const withoutDefault = (input: unknown): unknown => {
  if (typeof input !== 'object' || input === null || !('replace_all' in input) || input.replace_all !== false) return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== 'replace_all'));
};

/** A project with the skill of the capture: the version is read from the disk, no payload has it. */
function project(): string {
  const cwd = join(temporary(), 'api-service');
  const skill = join(cwd, '.claude/skills/add-endpoint');
  mkdirSync(skill, { recursive: true });
  writeFileSync(join(skill, 'SKILL.md'), '---\nname: add-endpoint\ndescription: How to add an endpoint.\nversion: 1.4.0\n---\n\n# Add an endpoint\n');
  return cwd;
}

async function recordAndShow(name: string): Promise<SessionDocument> {
  const home = temporary();
  const dir = join(home, 'data');
  const cwd = project();
  const storage = fsStorage({ dir });
  // What happened is compared byte for byte; what redaction makes of it has tests of its own.
  const recordingOf = createSessionRecording({ dir, redaction: { policy: 'off' } });
  const server = await listen(createHandler({ storage, harnesses, recordingOf }), { port: 0 });
  const entries = readCapture(captureOf(name), join(home, 'claude')).map(({ at, payload }) => ({ at, payload: { ...payload, cwd } }));
  expect(await sendCapture(entries, { url: () => server.url, speed: Number.POSITIVE_INFINITY, name: 'truth' })).toBe(entries.length);
  const { sessions } = await storage.list();
  await server.close();
  expect(sessions).toHaveLength(1);
  const { code, out } = await playhead(['sessions', 'show', sessions[0]!.sessionId, '--json', '--dir', dir]);
  expect(code).toBe(0);
  return JSON.parse(out) as SessionDocument; // our own command's answer
}

/** The only file in the fixture's `tool-results/`. */
function persistedFile(name: string): Buffer {
  const transcripts = join(captureOf(name), 'transcripts');
  const files = readdirSync(transcripts, { recursive: true, encoding: 'utf8' }).filter((path) => /tool-results[/\\][^/\\]+$/.test(path));
  expect(files).toHaveLength(1);
  return readFileSync(join(transcripts, files[0]!));
}

const skillsOf = (truth: Truth): Map<string, { name: string; version: string }> =>
  new Map(Object.entries(truth.skills).flatMap(([name, { version, calls }]) => calls.map((id) => [id, { name, version }] as const)));

/** A step in the words of truth.json. */
const told = (step: StepDocument | undefined, turn: SessionDocument['turns'][number] | undefined): object => ({
  name: step?.tool, input: withoutDefault(step?.input), status: step?.status, exitCode: step?.exitCode, turn: turn?.id, prompt: turn?.prompt?.text, origin: turn?.prompt?.origin,
  mcp: step?.mcp, skill: step?.skill, agentId: step?.agentId, startedAgentId: step?.startedAgentId, output: sha256(step?.output ?? ''), denied: step?.permission?.decision === 'denied',
});

test.each(['jwt-auth', 'jwt-auth-v2.1.197'])('shows every call of %s as it happened, and nothing else', async (name) => {
  const truth = JSON.parse(readFileSync(join(captureOf(name), 'truth.json'), 'utf8')) as Truth; // the fixture's own format
  const document = await recordAndShow(name);
  const file = persistedFile(name);
  const skills = skillsOf(truth);
  const persisted = truth.calls.filter(({ output_head: head }) => head.startsWith(PERSISTED));
  expect(truth.calls).toHaveLength(96);
  expect(persisted).toHaveLength(1);
  for (const call of truth.calls) {
    const turn = document.turns.find(({ steps }) => steps.some(({ toolUseId }) => toolUseId === call.id));
    const prompt = truth.turns.find(({ prompt_id: id }) => id === call.prompt_id)?.prompt;
    expect(prompt).toBeTypeOf('string');
    expect(told(turn?.steps.find(({ toolUseId }) => toolUseId === call.id), turn), `${call.name} ${call.id}`).toEqual({
      name: call.name, input: withoutDefault(call.input), status: call.status, exitCode: call.exit_code ?? (call.name === 'Bash' && call.status === 'ok' ? 0 : undefined), turn: call.prompt_id, prompt, origin: 'human',
      mcp: call.mcp, skill: skills.get(call.id), agentId: call.agent_id ?? undefined, startedAgentId: truth.subagents.find(({ parent_call: id }) => id === call.id)?.agent_id,
      output: call === persisted[0] ? sha256(file.toString('utf8')) : call.output_sha256, denied: call.status === 'denied',
    });
  }
  // A turn holds its own calls and no others; the whole holds no step that was no call, and none twice.
  expect(document.turns.map(({ id, steps }) => ({ id, calls: steps.map(({ toolUseId }) => toolUseId ?? 'no call').sort() })))
    .toEqual(truth.turns.map(({ prompt_id: id, calls }) => ({ id, calls: calls.toSorted() })));
  const large = stepsOf(document).filter(({ output = '' }) => Buffer.byteLength(output) > 30_000);
  expect(large.map(({ toolUseId }) => toolUseId)).toEqual([persisted[0]?.id]);
  expect(file).toHaveLength(42_340);
  expect(Buffer.from(large[0]?.output ?? '').equals(file)).toBe(true);
}, 60_000);

test('shows the call of tui-deny that the user refused as denied by the user', async () => {
  const document = await recordAndShow('tui-deny');
  expect(document.turns.map(({ prompt }) => prompt?.text)).toEqual(['Prepare release 0.4.0']);
  expect(stepsOf(document)).toMatchObject([{
    toolUseId: 'toolu_018GN9d5WRfBJ7XZCzU4btwo', tool: 'Bash', status: 'denied', permission: { decision: 'denied', by: 'user' },
    input: { command: 'git status --short; npm test -- test/router.test.js test/users.test.js', description: 'Check the tree and run two test files' },
  }]);
  expect(stepsOf(document)[0]).not.toHaveProperty('output');
});
