import { hostname } from 'node:os';
import type { Socket } from 'node:net';

/** What a client may call the tap by in its `Host` header, in lower case. */
export function ownNames(host: string, { localAddress = '', localPort = 0 }: Socket): ReadonlySet<string> {
  const names = [host, localAddress, localAddress.replace(/^::ffff:/, ''), 'localhost', '127.0.0.1', '::1', hostname()];
  return new Set(names.map((name) => `${name.includes(':') ? `[${name}]` : name.toLowerCase()}:${localPort}`).flatMap((name) => (localPort === 80 ? [name, name.slice(0, -3)] : [name])));
}
