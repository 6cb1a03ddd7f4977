import { spawnSync } from 'node:child_process';

const SCRIPT = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
shown = b''
while b'hello' not in shown:
    shown += os.read(terminal, 65536)
os.close(terminal)
_, status = os.waitpid(pid, 0)
sys.stdout.write('ended by signal %d' % os.WTERMSIG(status) if os.WIFSIGNALED(status) else 'ended with %d' % os.WEXITSTATUS(status))
`;

/** Runs a program in a terminal that is closed as soon as `hello` was shown, and says how it ended. */
export function endInClosedTerminal(command: readonly string[], env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { stdout, stderr } = spawnSync('python3', ['-c', SCRIPT, ...command], { encoding: 'utf8', env });
  return `${stdout}${stderr}`;
}
