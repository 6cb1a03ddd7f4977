/**
 * Where someone is in a replay, small enough for a link. Every field may be absent; `e` wins over `t`.
 */
export interface ReplayLocation {
  /** Id of the event at the playhead. */
  readonly e?: string;
  /** Milliseconds of wall time since the session's start. */
  readonly t?: number;
  /** Name of the open tab. */
  readonly tab?: string;
  /** What is searched for. */
  readonly q?: string;
  /** The stretch shown: milliseconds of wall time since the session's start, both ends included. */
  readonly r?: readonly [from: number, to: number];
}

/**
 * Writes a location as the hash of an address.
 *
 * @example
 * ```ts
 * toHash({ e: 'r12', tab: 'diff' }); // '#e=r12&tab=diff'
 * ```
 */
export function toHash({ e, t, tab, q, r }: ReplayLocation): string {
  const parameters = new URLSearchParams();
  if (e !== undefined) parameters.set('e', e);
  if (t !== undefined) parameters.set('t', String(Math.round(t)));
  if (tab !== undefined) parameters.set('tab', tab);
  if (q !== undefined && q !== '') parameters.set('q', q);
  if (r) parameters.set('r', r.map((end) => Math.round(end)).join('-'));
  const text = parameters.toString();
  return text === '' ? '' : `#${text}`;
}

const LONGEST = 500;

/** Reads a location out of the hash of an address. What does not fit is left out; never throws. */
export function fromHash(hash: string): ReplayLocation {
  const parameters = new URLSearchParams(hash.replace(/^#/, '').slice(0, 4 * LONGEST));
  const text = (name: string): string | undefined => parameters.get(name)?.slice(0, LONGEST) || undefined;
  const [e, tab, q] = [text('e'), text('tab'), text('q')];
  const t = numberOf(parameters.get('t'));
  const range = /^(\d{1,15})-(\d{1,15})$/.exec(parameters.get('r') ?? '');
  const [from, to] = [Number(range?.[1]), Number(range?.[2])];
  return {
    ...(e !== undefined && { e }), ...(t !== undefined && { t }), ...(tab !== undefined && { tab }), ...(q !== undefined && { q }),
    ...(range && from <= to && { r: [from, to] as const }),
  };
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
