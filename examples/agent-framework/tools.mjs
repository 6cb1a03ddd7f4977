import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The tools of the agent. Each does its work for real and records what it did. */
export function createTools({ workspace, record }) {
  return {
    async readFile({ path }, call) {
      record('tool_call', { name: 'readFile', kind: 'read', title: path, input: { path } }, call);
      const content = await readFile(join(workspace, path), 'utf8');
      record('file_read', { path, content, startLine: 1, lines: linesOf(content).length }, call);
      record('tool_result', { status: 'ok' }, call);
      return { content };
    },

    async editFile({ path, find, replace }, call) {
      record('tool_call', { name: 'editFile', kind: 'edit', title: path, input: { path, find, replace } }, call);
      const before = await readFile(join(workspace, path), 'utf8');
      const after = before.replace(find, () => replace);
      await writeFile(join(workspace, path), after);
      record('file_diff', { path, change: 'modified', hunks: hunksOf(before, after), before, after }, call);
      record('tool_result', { status: after === before ? 'failed' : 'ok' }, call);
      return { changed: after !== before };
    },

    async runTests(_input, call) {
      record('terminal_command', { command: 'node --test', description: 'Run the tests', cwd: workspace }, call);
      const { output, exitCode } = await run(workspace, (text, index) => record('terminal_output', { text, index }, call));
      record('terminal_output', { text: '', exitCode }, call);
      const [passed, failed] = ['pass', 'fail'].map((word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0));
      record('test_result', { framework: 'node:test', passed, failed }, call);
      record('tool_result', { status: exitCode === 0 ? 'ok' : 'failed' }, call);
      return { passed, failed };
    },
  };
}

/** Runs `node --test`, telling of each piece of output as it comes. */
function run(cwd, onOutput) {
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT; // set when this example itself runs below a test runner
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap'], { cwd, env });
  let output = '';
  let pieces = 0;
  const take = (chunk) => {
    output += chunk;
    onOutput(String(chunk), pieces++);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ output, exitCode }));
  });
}

/** The changed lines as one hunk, enough for edits that keep the number of lines. */
function hunksOf(before, after) {
  const [old, now] = [linesOf(before), linesOf(after)];
  const lines = old.flatMap((line, index) => (line === now[index] ? [` ${line}`] : [`-${line}`, `+${now[index]}`]));
  return [{ oldStart: 1, oldLines: old.length, newStart: 1, newLines: now.length, lines }];
}

function linesOf(text) {
  return text.replace(/\n$/, '').split('\n');
}
