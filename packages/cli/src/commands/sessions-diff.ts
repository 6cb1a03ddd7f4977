import { readDiff } from '@playhead/server';
import type { Command } from '../command.ts';
import { diffLines, statLines } from '../diff-lines.ts';
import { logBytes } from '../log-bytes.ts';
import { noPagerOption, printLines } from '../screen/pager.ts';
import { canAsk, pickOne } from '../screen/pick.ts';
import { plain } from '../plain-text.ts';
import { styleOf } from '../screen/style.ts';
import { chosenSession } from './chosen-session.ts';
import { refuseLarge } from './refuse-large.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { withStorage } from './with-session.ts';
import { PlayheadError } from '@playhead/protocol';

/** The most files that a command line names. */
const MOST_PATHS = 1000;

/** `playhead sessions diff`: what a session made of files, all its edits added up. */
export const sessionsDiffCommand: Command = {
  name: 'sessions diff',
  usage: '[id] [path…]',
  about: 'show what a recording made of files: every edit added up, from the first that is known of each file to the last',
  examples: [
    { line: 'sessions diff 0194', about: 'all files' },
    { line: 'sessions diff 0194 --stat', about: 'how much changed in each' },
    { line: 'sessions diff 0194 src/auth.ts', about: 'one file; a folder takes all below it' },
    { line: 'sessions diff 0194 --pick', about: 'choose the file' },
  ],
  completes: 'session',
  positionals: { min: 0, max: MOST_PATHS },
  options: {
    stat: { type: 'boolean', about: 'only how many lines changed in each file' },
    pick: { type: 'boolean', about: 'choose one of the files' },
    all: { type: 'boolean', about: 'read even a recording of more than 256 MB' },
    'no-pager': noPagerOption, dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    if (input.flag('pick') && (!canAsk(context) || input.flag('json'))) throw new PlayheadError('usage', '--pick asks at a terminal, and without --json. Name the files behind the id.');
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await chosenSession(storage, input, context);
      refuseLarge(await logBytes(storage, dirOf(input, context), sessionId), 'This recording', input);
      const diff = await readDiff(storage, sessionId, input.positionals.slice(1));
      const { files } = diff;
      const path = input.flag('pick') && files.length > 1 ? await pickOne('Which file?', files.map((file) => ({ value: file.path, label: `${plain(file.path, 200)}  +${file.added} -${file.removed}` })), context) : undefined;
      const shown = path === undefined ? diff : { ...diff, files: files.filter((file) => file.path === path) };
      if (input.flag('json')) context.output.line(JSON.stringify(shown));
      else if (shown.files.length === 0) context.output.line('no file was changed');
      else await printLines(input.flag('stat') ? statLines(shown, context.screen?.columns, styleOf(context)) : diffLines(shown, styleOf(context)), input, context);
      return 0;
    });
  },
};
