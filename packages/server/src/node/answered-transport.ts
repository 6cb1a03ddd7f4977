import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';

/** A transport that knows which requests still wait for their answer. */
export interface AnsweredTransport {
  readonly transport: Transport;
  /** Resolves once every request that came is answered. */
  answered(): Promise<void>;
}

/** Puts a count of what waits for an answer between a transport and whoever answers. */
export function countAnswers(wire: Transport): AnsweredTransport {
  const open = new Set<string | number>();
  let waiting: (() => void)[] = [];
  const settle = (): void => {
    if (open.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const transport: Transport = {
    start() {
      wire.onmessage = (message, extra) => {
        if ('method' in message && 'id' in message) open.add(message.id);
        if ('method' in message && message.method === 'notifications/cancelled') open.delete(cancelledOf(message)); // it is never answered
        transport.onmessage?.(message, extra);
      };
      wire.onerror = (error) => transport.onerror?.(error);
      wire.onclose = () => {
        open.clear();
        settle();
        transport.onclose?.();
      };
      return wire.start();
    },
    async send(message, options) {
      try {
        await wire.send(message, options);
      } finally {
        if (!('method' in message) && 'id' in message && message.id !== undefined) open.delete(message.id);
        settle();
      }
    },
    close: () => wire.close(),
  };
  return {
    transport,
    answered: () => new Promise((resolve) => {
      waiting.push(resolve);
      settle();
    }),
  };
}

function cancelledOf(message: JSONRPCMessage): string | number {
  const id = 'params' in message ? message.params?.['requestId'] : undefined;
  return typeof id === 'number' ? id : String(id);
}
