/** A line of a diff on the page. */
export interface DrawnLine {
  readonly row: Element;
  readonly side: 'old' | 'new';
  readonly number: number;
}

/** The line of a diff that an element belongs to, by the numbers that it or its row carries. */
export function lineUnder(target: EventTarget | null): DrawnLine | undefined {
  if (!(target instanceof Element)) return undefined;
  const plain = target.closest<HTMLElement>('.ph-dl');
  if (plain) return lineOf(plain, plain);
  let cell = target.closest('td') as Element | null; // walks over cells
  const row = cell?.closest('tr');
  while (row && cell) {
    const line = lineOf(row, cell as HTMLElement); // cells are HTML
    if (line) return line;
    cell = cell.previousElementSibling;
  }
  return undefined;
}

function lineOf(row: Element, { dataset }: HTMLElement): DrawnLine | undefined {
  const side = dataset['new'] !== undefined ? 'new' : 'old';
  const number = Number(dataset[side]);
  return dataset[side] !== undefined && Number.isSafeInteger(number) ? { row, side, number } : undefined;
}
