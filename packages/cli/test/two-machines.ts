import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Two networks with a cable between them, as a host and its virtual machine have. */
export interface TwoMachines {
  /** The address of the host on the cable. */
  readonly hostAddress: string;
  /** A command as it is run on one of them. */
  on(machine: 'host' | 'guest', command: readonly string[]): readonly [string, readonly string[]];
  remove(): Promise<void>;
}

/** Why no such networks can be made here; undefined where they can. */
export const noTwoMachines: string | undefined = process.platform !== 'linux' ? 'only Linux has namespaces of networks'
  : spawnSync('unshare', ['-rn', 'ip', 'link', 'add', 'host0', 'type', 'veth', 'peer', 'name', 'guest0'], { stdio: 'ignore' }).status === 0 ? undefined : 'this user may not make a network of its own, or has no program "ip"';

/** Makes them in namespaces that sleeping processes hold open; no right of an administrator is needed, and they go away with those processes. */
export async function twoMachines(): Promise<TwoMachines> {
  const hostAddress = '10.77.0.1';
  const host = await holding('unshare', ['-rn']);
  const inside = (pid: number | undefined, command: readonly string[]): readonly [string, readonly string[]] => ['nsenter', ['-t', String(pid), '-U', '-n', '--preserve-credentials', ...command]];
  const [enter, entering] = inside(host.pid, ['unshare', '-n']);
  const guest = await holding(enter, entering);
  const run = (pid: number | undefined, script: string): void => {
    const [file, args] = inside(pid, ['sh', '-ec', script]);
    execFileSync(file, args);
  };
  run(host.pid, `ip link add host0 type veth peer name guest0; ip link set guest0 netns ${guest.pid}; ip address add ${hostAddress}/24 dev host0; ip link set lo up; ip link set host0 up`);
  run(guest.pid, 'ip address add 10.77.0.2/24 dev guest0; ip link set lo up; ip link set guest0 up');
  return {
    hostAddress,
    on: (machine, command) => inside(machine === 'host' ? host.pid : guest.pid, command),
    async remove() {
      for (const child of [guest, host]) {
        const gone = once(child, 'exit');
        child.stdin?.end();
        await gone;
      }
    },
  };
}

async function holding(file: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(file, [...args, 'sh', '-c', 'echo ready; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}
