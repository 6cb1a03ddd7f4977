/** What {@link examineDataDirectory} found out about one thing. */
export interface Finding {
  /** What was looked at. */
  readonly check: 'directory' | 'file-system' | 'permissions' | 'left-overs' | 'values' | 'logs';
  /** `ok` as it should be, `note` worth knowing, `problem` something to mend. */
  readonly level: 'ok' | 'note' | 'problem';
  /** What is so, what follows, what to do. */
  readonly message: string;
  /** Whether it was a problem and no longer is. */
  readonly mended?: boolean;
}

/** A count with its word: `1 file`, `2 files`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A finding about things that can be mended: a problem, mended, or all right. */
export function mendable(check: Finding['check'], count: number, fix: boolean, texts: { readonly ok: string; readonly problem: string; readonly mended: string }): Finding {
  if (count === 0) return { check, level: 'ok', message: texts.ok };
  return fix ? { check, level: 'ok', message: texts.mended, mended: true } : { check, level: 'problem', message: texts.problem };
}
