import { createSessionRecording } from '@playhead/recorder';
import { serveMcp } from '@playhead/server/node';
import type { Command } from '../command.ts';
import { makeDataDirectory } from '../local-server.ts';
import { recordingStorage } from '../recording-storage.ts';
import { replayUrlFor } from '../replay-url.ts';
import { cliVersion } from '../version.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** `playhead mcp`: the tools with which an agent records itself, for MCP clients that start a program. */
export const mcpCommand: Command = {
  name: 'mcp',
  about: 'serve an MCP client over stdin and stdout, so that its agent records itself',
  examples: [
    { line: 'mcp', about: 'what an MCP client starts; playhead init mcp prints how to wire it' },
  ],
  options: { dir: dirOption },
  async run(input, context) {
    const { env, cwd, output, signal } = context;
    const dir = dirOf(input, context);
    makeDataDirectory(dir);
    // A client that goes away closes these pipes; what it recorded is stored all the same.
    process.stdout.removeAllListeners('error').on('error', () => undefined);
    process.stderr.on('error', () => undefined);
    const say = (text: string): void => output.note(`playhead mcp: ${text}`);
    const storage = recordingStorage(dir, env, say);
    await serveMcp({
      storage, cwd, env, signal, version: cliVersion(), recordingOf: createSessionRecording({ dir }),
      replayUrlOf: (sessionId) => replayUrlFor(dir, env, sessionId),
      onError: (error) => {
        if (!isClosedPipe(error)) say(error instanceof Error ? error.message : String(error));
      },
    });
    await storage.close();
    return 0;
  },
};

/** That the client is gone, which is how every one of them ends. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
