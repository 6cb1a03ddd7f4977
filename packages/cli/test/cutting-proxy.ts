import { createServer, connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a server on which connections break. */
export interface CuttingProxy {
  /** Where it listens: an address of this machine by another name than the server's. */
  readonly url: string;
  /** Breaks every connection there is, in the middle of whatever goes over it. */
  cut(): number;
  close(): Promise<void>;
}

/**
 * Makes it.
 *
 * @param target - The port of the server at this moment.
 */
export async function cuttingProxy(target: () => number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(target(), '127.0.0.1');
    for (const socket of [inner, outer]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    inner.pipe(outer).pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const cut = (): number => {
    const count = open.size;
    for (const socket of open) socket.resetAndDestroy();
    return count;
  };
  return {
    url: `http://127.0.0.2:${port}`,
    cut,
    async close() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
