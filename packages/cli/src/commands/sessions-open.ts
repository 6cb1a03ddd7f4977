import type { Command } from '../command.ts';
import { addressFor } from '../browser-page.ts';
import { currentServer } from '../current-server.ts';
import { openBrowser } from '../open-browser.ts';
import { replayUrlFor } from '../replay-url.ts';
import { chosenSession } from './chosen-session.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { withStorage } from './with-session.ts';

/** `playhead sessions open`: the replay of a recording in the browser. */
export const sessionsOpenCommand: Command = {
  name: 'sessions open',
  usage: '[id]',
  about: 'open the replay of a recording in the browser; starts the server if none runs',
  examples: [
    { line: 'sessions open 0194', about: 'replay it' },
    { line: 'sessions open 0194 --print', about: 'only print its address, and start nothing' },
  ],
  completes: 'session',
  positionals: { min: 0, max: 1 },
  options: { print: { type: 'boolean', about: 'print the address, and start neither server nor browser' }, dir: dirOption, json: jsonOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const { sessionId } = await withStorage(input, context, (storage) => chosenSession(storage, input, context));
    const say = (url: string): void => context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessionId, url }) : url);
    if (input.flag('print')) {
      say(replayUrlFor(dir, context.env, sessionId));
      return 0;
    }
    const { server, note } = await currentServer(dir, []);
    if (note !== undefined) context.output.note(note);
    const { url, page } = addressFor(dir, `${server.url}/sessions/${sessionId}`);
    say(url);
    if (context.interactive && !input.flag('json')) openBrowser(page(), context.env);
    return 0;
  },
};
