import { commandOf, keysOn, type ReplayStore } from '@playhead/replay-core';
import type { KeyPress } from './keys/decode-keys.ts';
import { plain } from '../plain-text.ts';
import { beginSearch, type Found } from './found.ts';
import type { Marks } from './marks.ts';
import type { OuterTerminal } from './outer-terminal.ts';
import { createPlayheadPlace, type PlayheadPlace } from './playhead-place.ts';
import { replayCommands } from './replay-commands.ts';
import { createPainter, type Painter } from './screen/painter.ts';
import type { Stage } from './stage/stage.ts';
import type { Stages } from './stage/stages.ts';
import { drawView } from './view/draw-view.ts';
import type { Overlay } from './view/overlay.ts';
import type { Pan } from './view/place-screen.ts';
import { editPrompt, type PromptLine } from './view/prompt-line.ts';
import type { Theme } from './view/theme.ts';

/** What a replay in a terminal is made of. */
export interface ReplayViewOptions {
  readonly store: ReplayStore;
  readonly stages: Stages;
  readonly theme: Theme;
  readonly outer: OuterTerminal;
  /** Adds to the recording; a text says why nothing can be added. */
  readonly marks: Marks | string;
}

/** A question, and what is done with its answer. */
interface Asking {
  readonly prompt: PromptLine;
  readonly answer: (text: string) => unknown;
}

const TERMINAL_KEYS = keysOn('terminal');
const SEARCH_KEYS = keysOn('terminal-search');
/** The keys that move a box of lines. */
const SCROLLS: Readonly<Record<string, (rows: number) => number>> = { ArrowUp: () => -1, ArrowDown: () => 1, PageUp: (rows) => 2 - rows, PageDown: (rows) => rows - 2 };

/** A replay as somebody in a terminal sees it and moves in it. Draws as fast as the terminal takes it; what was overtaken is not drawn. */
export class ReplayView {
  readonly store: ReplayStore;
  readonly stages: Stages;
  readonly theme: Theme;
  readonly outer: OuterTerminal;
  readonly marks: Marks | string;
  readonly place: PlayheadPlace;
  /** Where the window looks at a larger screen, where somebody chose that. */
  pan: Pan | undefined;
  /** Where it looked last. */
  lookedAt: Pan = { x: 0, y: 0 };
  found: Found | undefined;
  overlay: Overlay | undefined;
  message: string | undefined;
  stage: Stage | undefined;
  readonly #painter: Painter = createPainter();
  #asking: Asking | undefined;
  #overlayFrom = 0;
  /** The find that was gone to, until it is to be seen. */
  #unseen: { readonly at: number; readonly line: string } | undefined;
  #dirty = false;
  #drawing = false;
  #left = false;
  #stopHearing: () => void = () => {};
  #whenDrawn: (() => void)[] = [];
  #settle: { done: () => void; fail: (error: unknown) => void } | undefined;

  constructor({ store, stages, theme, outer, marks }: ReplayViewOptions) {
    [this.store, this.stages, this.theme, this.outer, this.marks] = [store, stages, theme, outer, marks];
    this.place = createPlayheadPlace(store, () => this.stage);
  }

  /** Shows the replay until somebody leaves it. */
  async run(signal: AbortSignal): Promise<void> {
    const stops = [this.store.subscribe(() => this.changed()), this.store.clock.subscribe(() => this.changed())];
    const leave = (): void => this.leave();
    signal.addEventListener('abort', leave, { once: true });
    this.changed();
    try {
      if (!signal.aborted) await new Promise<void>((done, fail) => { this.#settle = { done, fail }; });
    } finally {
      this.leave();
      for (const stop of stops) stop();
      this.#stopHearing();
      this.found?.end();
      signal.removeEventListener('abort', leave);
    }
  }

  leave(): void {
    this.#left = true;
    if (!this.#drawing) for (const done of this.#whenDrawn.splice(0)) done();
    this.#settle?.done();
  }

  /** Something is to be drawn. */
  changed(): void {
    this.#dirty = true;
    if (this.#drawing || this.#left) return;
    this.#drawing = true;
    setImmediate(() => void this.#drawAll());
  }

  /** Resolves when all that is to be drawn by now was drawn, or nothing is any more. */
  drawn(): Promise<void> {
    if (this.#left) return Promise.resolve();
    return new Promise((done) => {
      this.#whenDrawn.push(done);
      this.changed();
    });
  }

  /** Draws everything anew: the terminal may show anything. */
  lost(): void {
    this.#painter.forget();
    this.changed();
  }

  /** Says something until the next key. */
  say(text: string): void {
    this.message = plain(text, 300);
    this.changed();
  }

  /** Asks for a text in the last line. */
  ask(label: string, answer: (text: string) => unknown): void {
    this.#asking = { prompt: { label, text: '' }, answer };
    this.changed();
  }

  open(overlay: Overlay): void {
    [this.overlay, this.#overlayFrom] = [overlay, 0];
    this.changed();
  }

  /** Closes what is open; else ends a search, else looks where the cursor is and at the newest lines. */
  close(): void {
    if (this.overlay) this.overlay = undefined;
    else if (this.found) {
      this.found.end();
      this.found = undefined;
      this.store.setQuery('');
    } else {
      this.pan = undefined;
      void this.stage?.scroll(Number.NEGATIVE_INFINITY);
    }
    this.changed();
  }

  search(query: string): void {
    this.found?.end();
    this.found = undefined;
    if (query.trim() === '' || !this.stage) return this.changed();
    const found = beginSearch(this.stage, query, () => {
      if (found.place < 0) this.#goToFirst(found);
      this.changed();
    });
    this.found = found;
    this.changed();
  }

  /** Goes to a find: the next (1) or previous (-1) one. */
  goToHit(by: 1 | -1): void {
    const { found } = this;
    if (!found || found.hits.length === 0) return;
    const at = this.place.at();
    const known = found.hits[found.place]?.at === at ? found.place + by : by > 0 ? found.hits.findIndex((hit) => hit.at > at) : found.hits.findLastIndex((hit) => hit.at < at);
    if (!found.hits[known]) return this.say('Nothing further');
    this.#goToFind(found, known);
  }

  pressed(pressed: KeyPress): void {
    this.message = undefined;
    if (this.#asking) this.#edit(this.#asking, pressed);
    else if ('key' in pressed) this.#press(pressed.key);
    this.changed();
  }

  #press(key: string): void {
    const command = (this.found && commandOf(SEARCH_KEYS, key)) ?? commandOf(TERMINAL_KEYS, key);
    if (this.overlay) {
      const scroll = SCROLLS[key];
      if (scroll) {
        this.#overlayFrom = Math.max(0, this.#overlayFrom + scroll(this.outer.size().rows));
        return;
      }
      this.overlay = undefined;
      if (command === 'leave' ? key === 'q' : key === 'Enter' || command === 'close' || command === 'shortcuts') return;
    }
    try {
      if (command) replayCommands[command]?.(this, key);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  #edit(asking: Asking, pressed: KeyPress): void {
    const next = editPrompt(asking.prompt, pressed);
    if (typeof next !== 'string') {
      this.#asking = { ...asking, prompt: next };
      return;
    }
    this.#asking = undefined;
    if (next === 'leave') return;
    const answer = async (): Promise<unknown> => asking.answer(asking.prompt.text);
    answer().catch((error: unknown) => this.say(error instanceof Error ? error.message : String(error)));
  }

  #goToFirst(found: Found): void {
    const at = this.place.at();
    const ahead = found.hits.findIndex((hit) => hit.at >= at);
    const place = ahead < 0 && !found.searching ? 0 : ahead;
    if (found.hits[place]) this.#goToFind(found, place);
  }

  #goToFind(found: Found, place: number): void {
    const hit = found.hits[place];
    if (!hit) return;
    found.place = place;
    this.store.pause(); // whoever looks for a line wants to read it
    this.place.seek(hit.at);
    this.#unseen = { at: this.place.at(), line: hit.line };
  }

  async #reveal(stage: Stage, { at, line }: { readonly at: number; readonly line: string }): Promise<void> {
    this.#unseen = undefined;
    if (this.place.at() === at) await stage.reveal?.(line).catch(() => this.say('What stood above could not be read'));
  }

  async #drawAll(): Promise<void> {
    try {
      while (this.#dirty && !this.#left) {
        this.#dirty = false;
        await this.#draw();
      }
    } catch (error) {
      this.#settle?.fail(error);
    } finally {
      this.#drawing = false;
    }
    if (this.#dirty && !this.#left) return this.changed();
    for (const done of this.#whenDrawn.splice(0)) done();
  }

  async #draw(): Promise<void> {
    const { status, error, model } = this.store.getState();
    if (status === 'error' && error && model.events.length === 0) throw error;
    const at = this.place.at();
    const stage = await this.stages.at(at);
    if (stage !== this.stage) {
      this.#stopHearing();
      this.stage = stage;
      this.#stopHearing = stage.subscribe(() => this.changed());
    }
    await stage.goTo(this.place.at());
    if (this.#unseen) await this.#reveal(stage, this.#unseen);
    if (this.#left) return;
    const drawn = drawView(this, { ...(this.#asking && { prompt: this.#asking.prompt }), overlayFrom: this.#overlayFrom, at: this.place.at() });
    this.lookedAt = drawn.pan;
    if (this.pan) this.pan = drawn.pan; // not further than the screen goes
    this.#overlayFrom = Math.min(this.#overlayFrom, drawn.overlayMost);
    this.outer.write(this.#painter.paint(drawn.grid, drawn.cursor));
  }
}
