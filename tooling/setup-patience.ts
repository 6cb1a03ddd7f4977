import { vi } from 'vitest';

/** How long a test waits for what it expects, where two cores run all tests at once. What never comes is still told. */
const PATIENCE_MS = 20_000;

const { waitFor, waitUntil } = vi;
const patient = <Options extends { timeout?: number }>(options: number | Options | undefined): number | (Options & { timeout: number }) | { timeout: number } =>
  typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options };

// Where files share a process, this is done once.
const PATIENT = Symbol.for('playhead.patient');
if (!Reflect.has(vi, PATIENT)) {
  Reflect.set(vi, PATIENT, true);
  vi.waitFor = (callback, options) => waitFor(callback, patient(options));
  vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
}
