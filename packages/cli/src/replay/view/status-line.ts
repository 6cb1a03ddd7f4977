import { plain } from '../../plain-text.ts';
import { type CellGrid, widthOf, write } from '../screen/cell-grid.ts';
import { clockText } from '../time-text.ts';
import type { Theme } from './theme.ts';

/** What the last line tells. */
export interface Status {
  readonly playing: boolean;
  /** Playing speed. */
  readonly rate: number;
  /** Microseconds since the beginning, and of the whole. */
  readonly elapsedUs: number;
  readonly durationUs: number;
  /** Whether the session is still recorded, and whether its end is followed; or whether it is over and only put in order any more. */
  readonly live: 'no' | 'following' | 'detached' | 'processing';
  /** The chapter and the moment that the playhead is in. */
  readonly chapter?: string | undefined;
  readonly moment?: string | undefined;
  /** What is shown, and of how many. */
  readonly shown: string;
}

/** Draws the last line. */
export function drawStatus(grid: CellGrid, y: number, status: Status, { symbols, styles }: Theme): void {
  const { playing, rate, elapsedUs, durationUs, live, chapter, moment, shown } = status;
  const help = '? help ';
  const end = grid.columns - widthOf(help) - 1;
  let x = write(grid, 0, y, `${playing ? symbols.play : symbols.pause} ${rate}${symbols.times} ${clockText(elapsedUs)} / ${clockText(durationUs)}`, styles.bold);
  if (live !== 'no') x = write(grid, x + 2, y, { following: `${symbols.live} LIVE`, detached: 'recording: L follows', processing: 'processing' }[live], live === 'following' ? styles.live : styles.dim);
  const titles = [shown, chapter, moment].flatMap((title) => (title === undefined || title === '' ? [] : [plain(title, 120)]));
  write(grid, x + 2, y, titles.filter((title, place) => titles.indexOf(title) === place).join(` ${symbols.between} `), '', end);
  if (end > x) write(grid, end + 1, y, help, styles.dim);
}
