import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import type { SessionDocument } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { harnesses } from '../src/harnesses.ts';
import { captureOf, playhead, stepsOf, temporary } from './support.ts';

interface Call { id: string; name: string; agent_id: string | null; prompt_id: string; input: unknown; status: string; exit_code?: number; output_sha256?: string; output_chars?: number }
interface Truth { calls: Call[]; turns: { prompt_id: string; prompt: string; calls: string[] }[]; skills: Record<string, { calls: string[] }> }

async function recordAndShow(name: string): Promise<SessionDocument> {
  const home = temporary();
  const dir = join(home, 'data');
  const storage = fsStorage({ dir });
  const server = await listen(createHandler({ storage, harnesses }), { port: 0 });
  const entries = readCapture(captureOf(name), join(home, 'claude'));
  expect(await sendCapture(entries, { url: () => server.url, speed: Number.POSITIVE_INFINITY, name: 'truth' })).toBe(entries.length);
  const { sessions } = await storage.list();
  await server.close();
  const { code, out } = await playhead(['sessions', 'show', sessions[0]!.sessionId, '--json', '--dir', dir]);
  expect(code).toBe(0);
  return JSON.parse(out) as SessionDocument; // our own command's answer
}

test.each(['jwt-auth', 'jwt-auth-v2.1.197'])('shows every call of %s as it happened', async (name) => {
  const truth = JSON.parse(readFileSync(join(captureOf(name), 'truth.json'), 'utf8')) as Truth; // the fixture's own format
  const document = await recordAndShow(name);
  const steps = new Map(stepsOf(document).map((step) => [step.toolUseId ?? step.id, step]));
  const wrong: unknown[] = [];
  for (const call of truth.calls) {
    const step = steps.get(call.id);
    const mcp = /^mcp__([^_]+)__(.+)$/.exec(call.name);
    const told = call.output_sha256 === undefined ? undefined : createHash('sha256').update(step?.output ?? '').digest('hex');
    const large = (step?.output?.length ?? 0) > 30_000; // the whole text, where the model saw only a part
    const turn = document.turns.find(({ steps: own }) => own.some(({ id }) => id === step?.id));
    const wanted = truth.turns.find(({ prompt_id: id }) => id === call.prompt_id);
    const checks = {
      there: step !== undefined, status: step?.status === call.status, agent: (step?.agentId ?? null) === call.agent_id,
      turn: turn?.prompt?.text === wanted?.prompt, mcp: mcp ? step?.mcp?.server === mcp[1] && step?.mcp?.tool === mcp[2] : step?.mcp === undefined,
      output: told === call.output_sha256 || large, exit: call.exit_code === undefined || step?.exitCode === call.exit_code,
      skill: call.name !== 'Skill' || step?.skill?.name !== undefined, input: step?.input !== undefined,
    };
    const failed = Object.entries(checks).filter(([, right]) => !right).map(([what]) => what);
    if (failed.length > 0) wrong.push({ id: call.id, name: call.name, failed });
  }
  expect(wrong).toEqual([]);
  expect([...steps.values()].filter(({ toolUseId }) => toolUseId !== undefined).map(({ toolUseId, kind, title, tool }) => [toolUseId, kind, title, tool]).filter(([id]) => !truth.calls.some((call) => call.id === id))).toEqual([]);
  expect(stepsOf(document).some(({ output = '' }) => Buffer.byteLength(output) >= 42_340)).toBe(true);
}, 60_000);

test('shows the call of tui-deny that the user refused as no success', async () => {
  const document = await recordAndShow('tui-deny');
  const [step] = stepsOf(document);
  expect(stepsOf(document)).toHaveLength(1);
  expect(step?.status === 'denied' || step?.status === 'interrupted').toBe(true);
});
