// The script of the worker that reads recordings of the user's machine for a list and for figures.
import type { FileGroup } from './group-files.ts';
import { messageOf } from './group-files.ts';
import { summarise } from './summarise.ts';
import type { SummaryAnswer } from './summary-reader.ts';

addEventListener('message', ({ data }: MessageEvent<FileGroup>) => {
  const answer = (value: SummaryAnswer): void => postMessage(value);
  summarise(data, new AbortController().signal).then((summary) => answer({ summary }), (error: unknown) => answer({ problem: messageOf(error) })); // who no longer wants it ends the worker
});
