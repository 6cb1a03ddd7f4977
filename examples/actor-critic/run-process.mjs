import { spawn } from 'node:child_process';

/** Runs a process to its end and gives what it printed. @param signal - Ends it, where given. */
export function runProcess(command, args, { cwd, signal, onOutput } = {}) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        printed[stream] += text;
        onOutput?.({ stream, text });
      });
    }
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop);
    child.once('error', reject);
    child.once('close', (code, by) => {
      signal?.removeEventListener('abort', stop);
      resolve({ ...printed, exitCode: code ?? 128, ...(by && { signal: by }), durationUs: Math.round((performance.now() - begun) * 1000) });
    });
  });
}
