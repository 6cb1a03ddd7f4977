import { isBlobRef, type TextValue } from '@playhead/protocol';
import { hunksFromText } from '../model/files.ts';
import type { FileChange, SessionModel } from '../model/types.ts';
import { stateOf, type Presence } from './file-state.ts';
import type { FileHistory, FileHistoryOptions, FilePoint } from './types.ts';
import { MOST_LINES, Weave } from './weave.ts';
import { witnessSteps, type FileWitness } from './witnesses.ts';

/** Lines that are compared with what a recording says of a whole file. Beyond, texts are looked at only where something does not fit. */
const MOST_COMPARED = 20_000_000;

/**
 * Rebuilds a file at every moment, and says of each line which change wrote it, from all that a recording tells of the file: changes
 * with their patches and texts, and reads. What is learned late is known of earlier moments too. Where that is not enough, lines stay unknown.
 *
 * A change that no recorded step made is found where a later text, patch or read does not fit, and becomes a point of its own.
 *
 * @param path - The file, by the name it has last; earlier names are followed.
 *
 * @example
 * ```ts
 * const history = fileHistory(replay.getState().model, 'src/auth.ts');
 * const { status, blocks } = history.at(history.pointAt(model.session.updatedAt));
 * const blame = blocks.map(({ line, point }) => [line, point === undefined ? 'before' : history.points[point]?.stepId]);
 * ```
 */
export function fileHistory(model: Pick<SessionModel, 'events' | 'files'>, path: string, options: FileHistoryOptions = {}): FileHistory {
  const steps = fileHistorySteps(model, path, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * {@link fileHistory} a little at a time: a page that shows the history of a file with thousands of changes does something else at each
 * `yield`.
 *
 * @example
 * ```ts
 * const steps = fileHistorySteps(model, 'src/auth.ts');
 * let step = steps.next();
 * while (!step.done) {
 *   await new Promise((resolve) => setTimeout(resolve));
 *   step = steps.next();
 * }
 * const history = step.value;
 * ```
 */
export function* fileHistorySteps(model: Pick<SessionModel, 'events' | 'files'>, path: string, options: FileHistoryOptions = {}): Generator<void, FileHistory, void> {
  const writing = new HistoryWriter(options);
  for (const witness of yield* witnessSteps(model, path)) {
    yield* writing.take(witness);
    yield;
  }
  return writing.history(path);
}

type Steps<Result = void> = Generator<void, Result, void>;

class HistoryWriter {
  readonly #weave: Weave = new Weave();
  readonly #points: FilePoint[] = [];
  /** What there was after each point; the first entry is before all. */
  readonly #presence: Presence[] = ['text'];
  readonly #textOf: (value: TextValue) => string | undefined;
  readonly #compare: FileHistoryOptions['compare'];
  #notice: Extract<FileWitness, { readonly kind: 'notice' }> | undefined;
  #compared = 0;

  constructor({ textOf = inPlace, compare }: FileHistoryOptions) {
    this.#textOf = textOf;
    this.#compare = compare;
    this.#weave.append(undefined, -1);
  }

  * take(witness: FileWitness): Steps {
    if (witness.kind === 'notice') {
      this.#notice = witness;
      return;
    }
    if (witness.kind === 'change') yield* this.#change(this.#whole(witness.change));
    else yield* this.#read(witness);
    this.#notice = undefined;
  }

  /** A change with its hunks; those of a long session are texts beside the log. */
  #whole(change: FileChange): FileChange {
    const text = change.hunksBlob && this.#textOf(change.hunksBlob);
    return text === undefined ? change : { ...change, hunks: hunksFromText(text) };
  }

  history(path: string): FileHistory {
    const points = this.#points;
    const notice = this.#notice;
    return {
      path, points,
      at: (point) => {
        const index = Math.max(-1, Math.min(Math.trunc(point), points.length - 1));
        return stateOf(this.#weave.at(index), this.#presence[index + 1] ?? 'text', index === points.length - 1 ? notice?.eventId : undefined);
      },
      pointAt: (time) => points.findLastIndex(({ at }) => at <= time),
    };
  }

  * #change(change: FileChange): Steps {
    const { before, after, hunks } = change;
    const binary = isBinary(after);
    if (before === null || (before === undefined && change.change === 'created') || change.change === 'deleted' || binary) {
      this.#begin(change, binary);
      return;
    }
    const old = before === undefined ? undefined : this.#text(before);
    const fresh = after === undefined ? undefined : this.#text(after);
    const placed = hunks.length > 0 && !hunks.some(isUnplaced);
    if (old !== undefined) yield* this.#observe(old, change);
    else if (placed && fresh === undefined && !(this.#hasText && this.#weave.fits(hunks))) this.#forget(this.#outside(change));
    const point = this.#add(change.change, change, change, 'text');
    const done = placed ? this.#weave.apply(hunks, point) : hunks.length > 0 ? yield* this.#replaceOnce(hunks, old, point) : change.change === 'renamed';
    if (fresh === undefined && !done) this.#forget(point);
    if (fresh !== undefined && !this.#weave.learn(fresh, 0, true)) yield* this.#become(fresh, point);
  }

  /** A change that leaves nothing of what there was. */
  #begin(change: FileChange, binary: boolean): void {
    const { after, hunks } = change;
    const presence = change.change === 'deleted' ? 'absent' : binary ? 'binary' : 'text';
    if (this.#points.length === 0 && change.change === 'created' && this.#knowsNothing) this.#presence[0] = 'absent';
    const point = this.#add(change.change, change, change, presence);
    this.#weave.clear(point);
    if (presence !== 'text') return;
    const fresh = after === undefined ? undefined : this.#text(after);
    this.#weave.append(fresh?.split('\n') ?? (hunks.length > 0 ? [''] : undefined), point);
    if (fresh === undefined && hunks.length > 0 && !this.#weave.apply(hunks, point)) this.#forget(point);
  }

  /** A change that says what it replaced but not where: it is where that text stands, if it stands there once. */
  * #replaceOnce(hunks: FileChange['hunks'], old: string | undefined, point: number): Steps<boolean> {
    const text = old ?? stateOf(this.#weave.at(point), 'text').text;
    const side = (sign: string): string => hunks.flatMap(({ lines }) => lines).filter((line) => line.startsWith(sign)).map((line) => line.slice(1)).join('\n');
    const gone = side('-');
    const at = text?.indexOf(gone) ?? -1;
    if (text === undefined || at < 0 || gone === '' || text.includes(gone, at + 1)) return false;
    yield* this.#become(text.slice(0, at) + side('+') + text.slice(at + gone.length), point);
    return true;
  }

  get #knowsNothing(): boolean {
    return stateOf(this.#weave.at(-1), 'text').status === 'unknown';
  }

  get #hasText(): boolean {
    return this.#presence.at(-1) === 'text';
  }

  #forget(point: number): void {
    this.#weave.clear(point);
    this.#weave.append(undefined, point);
  }

  * #read(witness: Extract<FileWitness, { readonly kind: 'read' }>): Steps {
    const text = this.#text(witness.content);
    if (text === undefined) return;
    const { startLine, totalLines } = witness;
    const lines = countLines(text);
    // A reader may leave out the line feed at the end, so only a text that has it is known to be whole.
    const whole = startLine === 1 && text.endsWith('\n') && totalLines !== undefined && totalLines <= lines && totalLines >= lines - 1;
    if (this.#hasText && this.#weave.learn(text, startLine - 1, whole)) return;
    if (whole) {
      yield* this.#become(text, this.#outside(witness));
      return;
    }
    this.#forget(this.#outside(witness));
    this.#weave.learn(text, startLine - 1, false);
  }

  /** Compares what is known with the whole text before a change. */
  * #observe(text: string, witness: FileChange): Steps {
    this.#compared += countLines(text);
    if (this.#compared > MOST_COMPARED && this.#hasText) return;
    if (this.#hasText && this.#weave.learn(text, 0, true)) return;
    yield* this.#become(text, this.#outside(witness));
  }

  /** Makes the file another one, by what differs. */
  * #become(text: string, point: number): Steps {
    const known = this.#compare && stateOf(this.#weave.at(Number.MAX_SAFE_INTEGER), 'text').text;
    const compared = known === undefined ? undefined : this.#compare?.(known, text);
    const hunks = compared && 'next' in compared ? yield* compared : compared;
    if (!hunks || !this.#weave.apply(hunks, point) || !this.#weave.learn(text, 0, true)) this.#weave.replace(text, point);
  }

  #outside(witness: { readonly eventId: string; readonly at: number; readonly path: string }): number {
    const { eventId, at } = this.#notice ?? witness;
    this.#notice = undefined;
    return this.#add('outside', { eventId, at, path: witness.path }, { added: 0, removed: 0 }, 'text');
  }

  #add(kind: FilePoint['kind'], of: Pick<FileChange, 'eventId' | 'at' | 'path' | 'stepId'>, counts: Pick<FilePoint, 'added' | 'removed'>, presence: Presence): number {
    const { eventId, at, path, stepId } = of;
    this.#presence.push(presence);
    return this.#points.push({ kind, eventId, at, path, added: counts.added, removed: counts.removed, ...(stepId !== undefined && { stepId }) }) - 1;
  }

  #text(value: TextValue): string | undefined {
    const text = isBinary(value) ? undefined : this.#textOf(value);
    return text === undefined || countLines(text) > MOST_LINES ? undefined : text;
  }
}

/** A hunk of which nobody knows where it belongs. */
function isUnplaced(hunk: FileChange['hunks'][number]): boolean {
  return hunk.oldStart === 0 && hunk.lines.some((line) => line.startsWith('-') || line.startsWith(' '));
}

function isBinary(value: TextValue | undefined): boolean {
  return isBlobRef(value) && value.encoding === 'base64';
}

function inPlace(value: TextValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
