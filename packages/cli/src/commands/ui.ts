import { addressFor } from '../browser-page.ts';
import { pointPluginAt } from '../claude-plugin.ts';
import type { Command } from '../command.ts';
import { currentServer } from '../current-server.ts';
import { openBrowser } from '../open-browser.ts';
import { pointHooksAt } from '../point-hooks.ts';
import { wiringPlace } from './init.ts';
import { dirOf, dirOption, jsonOption, wholeNumber } from './shared-options.ts';

/** `playhead ui`: the list of sessions in the browser. */
export const uiCommand: Command = {
  name: 'ui',
  about: 'open the sessions in the browser; starts the server if none runs, and anew if an older version did',
  examples: [
    { line: 'ui', about: 'open the sessions in the browser' },
    { line: 'ui --port 8080', about: 'start the server there, if none runs' },
  ],
  options: {
    dir: dirOption,
    port: { type: 'string', value: 'number', about: 'port of a server that has to be started' },
    json: jsonOption,
  },
  async run(input, context) {
    const dir = dirOf(input, context);
    const port = wholeNumber(input, 'port', { min: 0, max: 65_535 });
    const { server: note, note: said } = await currentServer(dir, port === undefined ? [] : ['--port', String(port)]);
    if (said !== undefined) context.output.note(said);
    const healed = pointPluginAt(context.env, note.url);
    if (healed !== undefined) context.output.note(healed);
    for (const told of await pointHooksAt(context, await wiringPlace(input, context))) context.output.note(told);
    const { url, page } = addressFor(dir, `${note.url}/sessions`);
    context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, url, pid: note.pid }) : url);
    if (context.interactive && !input.flag('json')) openBrowser(page(), context.env);
    return 0;
  },
};
