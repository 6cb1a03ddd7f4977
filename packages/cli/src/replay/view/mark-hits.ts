import type { CellGrid } from '../screen/cell-grid.ts';

/** Shows where a screen has a text, whatever its case. */
export function markHits({ columns, rows, texts, styles }: CellGrid, query: string, style: string): void {
  const wanted = query.toLowerCase();
  if (wanted === '') return;
  for (let y = 0; y < rows; y += 1) {
    // The cell of each character of the row's text.
    const cells = texts.slice(y * columns, (y + 1) * columns).flatMap((text, x) => [...text.toLowerCase()].flatMap((character) => Array.from({ length: character.length }, () => x)));
    const line = texts.slice(y * columns, (y + 1) * columns).join('').toLowerCase();
    for (let from = line.indexOf(wanted); from >= 0; from = line.indexOf(wanted, from + wanted.length)) {
      for (let place = from; place < from + wanted.length; place += 1) {
        const cell = y * columns + (cells[place] ?? 0);
        styles[cell] = [styles[cell], style].filter((part) => part !== '').join(';');
      }
    }
  }
}
