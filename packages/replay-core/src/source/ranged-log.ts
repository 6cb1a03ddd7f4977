import { sourceOfFiles } from './file-source.ts';
import { openRangedFile, type RangedFileOptions } from './ranged-file.ts';
import type { ReplaySource } from './source.ts';

/**
 * A recording that is a file of a web server: read by ranges, with its long texts left there. Says when the server does not answer any more, and
 * goes on where it was once it does.
 *
 * @param size - What the server says it has.
 * @returns undefined when the server gives no ranges.
 */
export async function rangedLog(size: number, options: Omit<RangedFileOptions, 'onConnection'>): Promise<ReplaySource | undefined> {
  let news: 'lost' | 'open' | undefined;
  let wake: (() => void) | undefined;
  const onConnection = (connection: 'lost' | 'open'): void => {
    news = connection;
    wake?.();
  };
  const file = await openRangedFile(size, { ...options, onConnection });
  if (!file) return undefined;
  const source = sourceOfFiles([file]);
  return {
    ...source,
    async *open(signal) {
      const steps = source.open(signal)[Symbol.asyncIterator]();
      const next = (): ReturnType<typeof steps.next> => {
        const step = steps.next();
        step.catch(() => undefined); // it is awaited once the page took what came before
        return step;
      };
      let step = next();
      for (;;) {
        const told = new Promise<undefined>((resolve) => { wake = () => resolve(undefined); });
        const came = news === undefined ? await Promise.race([step, told]) : undefined; // news may have come while the page took something
        if (news !== undefined) {
          const connection = news;
          news = undefined;
          yield { records: [], upToDate: false, connection };
        }
        if (!came) continue;
        if (came.done === true) return;
        step = next();
        yield came.value;
      }
    },
  };
}
