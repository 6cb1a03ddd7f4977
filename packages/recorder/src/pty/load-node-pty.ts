import type { spawn } from '@lydell/node-pty';
import { PlayheadError } from '@playhead/protocol';

/** What is used of `@lydell/node-pty`, which whoever records terminals installs. */
export interface NodePty { readonly spawn: typeof spawn }

/**
 * Loads the package that opens terminals.
 *
 * @throws PlayheadError `usage` where it is not installed, or has nothing for this system.
 */
export async function loadNodePty(): Promise<NodePty> {
  try {
    return await import('@lydell/node-pty');
  } catch (cause) {
    throw new PlayheadError('usage', 'No terminal can be opened, so nothing was started: the package @lydell/node-pty is not installed, or has no build for this system. Install it: npm install @lydell/node-pty@1.1.0', { cause });
  }
}
