import { claudeHarness } from '@playhead/hooks-claude';
import type { HarnessAdapter, HarnessHistory } from '@playhead/recorder';
import { codeloopsHistory } from './codeloops/codeloops-history.ts';

/** The agent harnesses whose hooks the server receives. A new one is a package and one line here. */
export const harnesses: readonly HarnessAdapter[] = [
  claudeHarness,
];

/** What sessions can be imported from, by the name that a command takes. */
export const histories: readonly { readonly name: string; readonly harness: string; readonly history: HarnessHistory }[] = [
  ...harnesses.flatMap(({ name, harness, history }) => (history ? [{ name, harness, history }] : [])),
  { name: 'codeloops', harness: 'codeloops', history: codeloopsHistory },
];
