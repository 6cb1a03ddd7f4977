import { decodeRecord, encodeRecord } from '@playhead/protocol';
import { isEvent } from './queue-writer.ts';
import type { SpilledLines } from './spill.ts';
import type { WaitingHost, WaitingLines } from './waiting-lines.ts';

/** Most characters of a batch and of a spill: neither keeps the loop for long. */
const MOST_TOGETHER = 1024 * 1024;

/**
 * Makes an empty queue of lines. It holds texts and nothing beside them: an object for each would be most of what recording costs.
 *
 * @param host - Kept up to date.
 * @param write - Puts lines on the disk; the last ones say what is missing, and are few.
 */
export function createWaitingLines(host: WaitingHost, write: (lines: readonly string[], durable: boolean, last: boolean) => SpilledLines | undefined): WaitingLines {
  const most = Math.min(MOST_TOGETHER, host.maxQueuedBytes / 2);
  let lines: string[] = [];
  let size = 0;
  let settled = 0;
  let lastDurable = 0;
  let sending = 0; // how many of the first lines
  let sendingSize = 0;
  let files: SpilledLines[] = [];
  let loaded: { readonly file: SpilledLines; readonly end: number }[] = []; // on the disk until they are stored

  const resize = (by: number): void => {
    size += by;
    host.queuedBytes += by;
  };
  const send = (count: number, characters: number): void => {
    sending = count;
    host.sendingBytes += characters - sendingSize;
    sendingSize = characters;
  };
  const added = (): number => files.reduce((sum, { count }) => sum + count, settled + lines.length);
  /** How many lines from a place on go together. */
  const together = (from: number, end: number): [count: number, characters: number] => {
    let place = from;
    let characters = 0;
    for (; place < end; place += 1) {
      const { length } = lines[place] ?? '';
      if (place > from && characters + length > most) break;
      characters += length;
    }
    return [place - from, characters];
  };
  const take = (count: number, from = 0): string[] => {
    const whole = from === 0 && count >= lines.length;
    const taken = whole ? lines : lines.splice(from, count);
    if (whole) lines = [];
    resize(whole ? -size : -lengthOf(taken));
    return taken;
  };
  const removeStored = (): void => {
    loaded = loaded.filter(({ file, end }) => {
      const waits = end > settled;
      if (!waits) file.remove();
      return waits;
    });
  };
  const put = (file: SpilledLines, texts: readonly string[]): void => {
    if (files[0] !== file) return; // it was thrown away meanwhile
    files.shift();
    settled += file.count - texts.length;
    loaded.push({ file, end: settled + texts.length });
    if (texts.length === 0) removeStored();
    lines = [...texts, ...lines];
    const length = lengthOf(texts);
    resize(length);
    send(texts.length, length);
  };

  /** What was taken back from the disk is still there. */
  const unload = (): void => {
    const end = loaded.at(-1)?.end ?? settled;
    take(Math.min(end - settled, sending));
    files = [...loaded.map(({ file }) => file), ...files];
    loaded = [];
    send(0, 0);
  };

  const spillFrom = (from: number): boolean => {
    const [count] = together(from, lines.length);
    const file = count > 0 ? write(lines.slice(from, from + count), lastDurable > settled, false) : undefined;
    if (!file) return false;
    take(count, from);
    files.push(file);
    return true;
  };
  const forget = (): void => {
    settled = added();
    take(lines.length);
    send(0, 0);
    files = [];
    loaded = [];
  };
  /** Lets go of what the disk does not take. @returns How many events that are. */
  const giveUp = (safe: boolean): number => {
    const events = lines.filter(isEvent);
    const said = safe ? lines.filter((line) => decodeRecord(line)?.type === 'recorder_gap') : [];
    const missing = gapFor(events);
    if (missing !== undefined) said.push(missing);
    if (said.length > 0) write(said, lastDurable > settled, true);
    forget(); // what the disk took stays there
    return events.length;
  };

  return {
    get count() { return lines.length; },
    get size() { return size; },
    get spilled() { return files.length > 0; },
    get added() { return added(); },
    get settled() { return settled; },
    add(line, durable) {
      lines.push(line);
      resize(line.length);
      if (durable) lastDurable = added();
    },
    batch(wanted) {
      const waits = files.length > 0;
      const whole = !waits && wanted >= lines.length && size <= most; // as almost always
      const [count, characters] = whole ? [lines.length, size] : together(0, Math.min(wanted, waits ? sending : lines.length));
      if (!waits) send(count, characters);
      return { lines: lines.slice(0, count), end: settled + count, durable: lastDurable > settled };
    },
    settle(upTo) {
      const done = take(Math.max(0, Math.min(upTo - settled, files.length > 0 ? sending : lines.length)));
      settled += done.length;
      const left = Math.max(0, sending - done.length);
      send(left, left === 0 ? 0 : Math.max(0, sendingSize - lengthOf(done)));
      if (loaded.length > 0) removeStored();
      return done;
    },
    clear() {
      for (const { file } of loaded) file.remove();
      for (const file of files) file.remove();
      forget();
    },
    change(change) {
      lines = lines.map(change);
      resize(lengthOf(lines) - size);
      files = files.map((file) => ({ ...file, read: async () => (await file.read()).map(change), readSync: () => file.readSync().map(change) }));
    },
    spill: () => spillFrom(sending),
    save(safe) {
      if (lines.length === 0) return 0;
      if (safe) unload();
      while (lines.length > 0) if (!safe || !spillFrom(0)) return giveUp(safe);
      return 0;
    },
    async load() {
      const [file] = files;
      if (file && sending === 0) put(file, await file.read());
    },
    loadSync() {
      const [file] = files;
      if (file && sending === 0) put(file, file.readSync());
    },
  };
}

/** What stands for events that are gone: it has the place of the first of them, and nothing else of it. */
function gapFor(events: readonly string[]): string | undefined {
  const first = decodeRecord(events[0] ?? '');
  if (!first) return undefined;
  const { id, p, e, n, at, via } = first;
  return encodeRecord({ id, p, e, n, at, via, type: 'recorder_gap', data: { count: events.length, what: 'events', reason: 'neither the storage nor the disk took them before the recorder ended' } });
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}
