import type { CSSProperties, ReactElement } from 'react';
import type { ReplayStore } from '@playhead/replay-core';

/** The part of a runner's `expect` that the suite needs. Vitest's and Jest's fit. */
export type Expect = (actual: unknown, message?: string) => { toBe(expected: unknown): void; toEqual(expected: unknown): void };

/** What the suite hands to a part. A part hands all of it on to its outermost element. */
export interface PartUnderTest {
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly ref?: (element: HTMLElement | null) => void;
}

/** The sessions that rules are checked on. */
export type SessionName = 'empty' | 'loading' | 'failed' | 'live' | 'full' | 'huge' | 'hostile';

/** A part that stands in the document. */
export interface Mounted {
  /** The element it was put into. */
  readonly container: HTMLElement;
  /** Takes it away again. */
  unmount(): void;
}

/** What a rule works with. */
export interface RuleContext {
  readonly name: string;
  readonly expect: Expect;
  /** A replay of one of the sessions. */
  open(session: SessionName): Promise<ReplayStore>;
  /** The part inside its replay. */
  element(store: ReplayStore, props?: PartUnderTest): ReactElement;
  /** Puts an element into the document and waits until nothing changes any more. */
  mount(element: ReactElement): Promise<Mounted>;
  /** Waits until nothing changes any more. */
  settle(): Promise<void>;
  /** Counts what is still listening and waiting: on window, document, replay and clock. */
  watch(store: ReplayStore): Watched;
}

/** What {@link RuleContext.watch} counts. */
export interface Watched {
  /** The same replay, with its subscriptions counted. */
  readonly store: ReplayStore;
  /** What is still there, in words. */
  left(): readonly string[];
  /** Ends the counting. */
  stop(): void;
}

/** One numbered rule of PARTS.md. */
export interface Rule {
  readonly id: string;
  /** What a host can rely on; a sentence after the id. */
  readonly title: string;
  check(context: RuleContext): Promise<void>;
}
