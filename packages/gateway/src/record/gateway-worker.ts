import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { GuardStart } from '../guard/guard-messages.ts';
import type { WorkerStart } from './messages.ts';

/** This file as a worker runs it: or the program that it was bundled into. */
export const gatewayWorkerUrl: URL = new URL(import.meta.url);

// All that recording takes is loaded there alone: a client waits for the thread that hands bytes on.
if (!isMainThread && parentPort && isStart(workerData)) await (await import('./record-traffic.ts')).recordTraffic(parentPort, workerData);
if (!isMainThread && parentPort && isGuardStart(workerData)) await (await import('../guard/record-guarded.ts')).recordGuarded(parentPort, workerData);

function isStart(value: unknown): value is WorkerStart {
  return typeof value === 'object' && value !== null && 'playhead' in value && value.playhead === 'gateway';
}

function isGuardStart(value: unknown): value is GuardStart {
  return typeof value === 'object' && value !== null && 'playhead' in value && value.playhead === 'gateway-guard';
}
