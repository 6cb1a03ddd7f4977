import { spawn } from 'node:child_process';

/** Opens an address in the user's browser, where there is one. Says nothing when there is none. */
export function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['CI'] || env['PLAYHEAD_NO_BROWSER']) return false;
  if (process.platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return false;
  const [command, ...args] = process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '""', url] : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // no such program: the address was printed
  child.unref();
  return true;
}
