import { claudeHarness } from '@playhead/hooks-claude';
import type { HarnessAdapter } from '@playhead/recorder';

/** The agent harnesses whose hooks the server receives. A new one is a package and one line here. */
export const harnesses: readonly HarnessAdapter[] = [
  claudeHarness,
];
