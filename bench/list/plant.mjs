// Sessions to list, for benches of lists.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** When the first session starts, and how long after it the next, in microseconds. */
export const FIRST_START = 1_763_683_200_000_000;
export const SESSION_GAP = 60_000_000;
const WORDS = ['login', 'checkout', 'token', 'digest', 'queue', 'window', 'report', 'schema', 'cursor', 'backup', 'mail', 'search'];
const AGENTS = ['Claude Code', 'Codex', 'Planner', 'Reviewer'];

/**
 * Writes sessions as a recorder leaves them: a header beside each log, a start, a prompt, some files, an answer, a stop.
 *
 * @param folder - Where an fs storage has its sessions.
 */
export function plantSessions(folder, sessions) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let index = 0; index < sessions; index += 1) {
    const id = idOf(index);
    const at = FIRST_START + index * SESSION_GAP;
    const about = `${WORDS[index % 12]} ${WORDS[(index * 7) % 12]} module-${index % 5000}`;
    const header = {
      sessionId: id, name: `Fix the ${about}`, harness: 'claude-code', harnessVersion: '2.1.329', harnessSessionId: idOf(index + sessions), agentName: AGENTS[index % 4], workspaceName: `workspace-${index % 40}`, project: `project-${index % 100}`,
      identity: { type: 'user', subject: `user-${index % 30}@example.com` }, task: { id: `task-${index % 70}`, title: `Release ${index % 70}` }, prompt: `Fix the ${about}: it fails since the last release, and nobody knows why.`, cwd: `/home/user/workspace-${index % 40}`, git: { branch: 'main', commit: String(index).padStart(7, '0') },
    };
    let n = 0;
    const line = (type, data) => `{"$r":1,"id":"${id}","p":"bench","e":0,"n":${n++},"at":${at + n * 1000},"type":"${type}","via":"sdk","data":${JSON.stringify(data)}}\n`;
    const text = line('session_start', header) + line('prompt', { text: header.prompt, origin: 'human' })
      + [0, 1, 2].map((file) => line('file_diff', { path: `src/${WORDS[(index + file) % 12]}/${WORDS[(index * 3 + file) % 12]}.ts`, change: 'modified', hunks: [] })).join('')
      + line('final_output', { content: `The ${about} works again; the tests pass.`, format: 'text' })
      + line('session_stop', { outcome: index % 9 === 0 ? 'failed' : 'success', summary: 'It works again.' }) + line('session_status', { status: 'completed' });
    const stem = join(folder, `${new Date(at / 1000).toISOString().replaceAll(/[-:.]/g, '')}_0a1b2c3d_${id}`);
    writeFileSync(`${stem}.header.json`, JSON.stringify(header), { mode: 0o600 });
    writeFileSync(`${stem}.jsonl`, text, { mode: 0o600 });
  }
}

/** The id of a session by its place. */
export function idOf(index) {
  return `01937d1e-${String(index % 10_000).padStart(4, '0')}-7000-8000-${String(index).padStart(12, '0')}`;
}
