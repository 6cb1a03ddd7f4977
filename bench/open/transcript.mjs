// Writes a Claude Code transcript of a given size: per turn a prompt, twelve calls that read, run, edit and search, and two answers.
import { closeSync, openSync, writeSync } from 'node:fs';

export const TRANSCRIPT = '01937d1e-7c3a-4000-8000-5f2b6c8d9e01';
const WORDS = 'the of store reads record when session replay index chunk cursor value error test file line tool result agent prompt count step time event'.split(' ');

/** @returns How many lines and turns it has. */
export function writeTranscript(path, bytes) {
  const file = openSync(path, 'w');
  const batch = [];
  let [size, lines, turn, seed, parent] = [0, 0, 0, 7, null];
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const text = (length) => {
    const parts = [];
    for (let at = 0; at < length; at += parts.at(-1).length + 1) parts.push(`${WORDS[Math.floor(random() * WORDS.length)]}${random() < 0.1 ? '\n' : ''}`);
    return parts.join(' ');
  };
  const line = (type, fields) => {
    const uuid = `${lines.toString(16).padStart(8, '0')}-7c3a-4000-8000-000000000000`;
    const json = `${JSON.stringify({ parentUuid: parent, isSidechain: false, type, uuid, timestamp: new Date(1_763_690_000_000 + lines * 700).toISOString(), userType: 'external', entrypoint: 'cli', cwd: '/work/service', sessionId: TRANSCRIPT, version: '2.1.197', gitBranch: 'main', ...fields })}\n`;
    [parent, lines, size] = [uuid, lines + 1, size + json.length];
    batch.push(json);
    if (batch.length >= 500) writeSync(file, batch.splice(0).join(''));
  };
  const assistant = (block) => line('assistant', {
    requestId: `req_${lines}`,
    message: { id: `msg_${lines}`, type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [block], stop_reason: 'tool_use', stop_sequence: null, usage: { input_tokens: 1845, cache_creation_input_tokens: 0, cache_read_input_tokens: 922, output_tokens: 134, service_tier: 'standard' } },
  });
  const tool = (name, input, content, toolUseResult, isError = false) => {
    const id = `toolu_${lines}`;
    assistant({ type: 'tool_use', id, name, input });
    line('user', { message: { role: 'user', content: [{ tool_use_id: id, type: 'tool_result', content, ...(isError && { is_error: true }) }] }, toolUseResult });
  };
  const calls = [
    (path) => { const content = text(9000); tool('Read', { file_path: path }, content, { type: 'text', file: { filePath: path, content, numLines: 100, startLine: 1, totalLines: 100 } }); },
    () => { const stdout = text(6000); tool('Bash', { command: `npm run build -- --part ${lines}`, description: 'Build a part' }, stdout, { stdout, stderr: '', interrupted: false, isImage: false }); },
    (path) => {
      const [before, after] = [text(600), text(600)];
      const changed = [...before.split('\n').map((one) => `-${one}`), ...after.split('\n').map((one) => `+${one}`)];
      tool('Edit', { file_path: path, old_string: before, new_string: after }, `The file ${path} has been updated.`, { filePath: path, oldString: before, newString: after, originalFile: text(8000), structuredPatch: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: changed }], userModified: false, replaceAll: false });
    },
    () => {
      if (random() < 0.1) return tool('Bash', { command: `npm test -- part-${lines}`, description: 'Run tests' }, `Exit code 1\n${text(2000)}`, 'Error: Exit code 1', true);
      const content = text(1500);
      return tool('Grep', { pattern: `record${turn}`, path: '/work/service' }, content, { mode: 'content', numFiles: 0, filenames: [], content, numLines: 40 });
    },
  ];
  while (size < bytes) {
    turn += 1;
    line('user', { promptId: `prompt-${turn}`, message: { role: 'user', content: `Task ${turn}: ${text(200)}` } });
    assistant({ type: 'text', text: text(400) });
    for (let step = 0; step < 12; step += 1) calls[step % calls.length](`/work/service/src/file-${turn % 50}.ts`);
    assistant({ type: 'text', text: `Done with task ${turn}. ${text(600)}` });
  }
  writeSync(file, batch.join(''));
  closeSync(file);
  return { lines, turns: turn };
}
