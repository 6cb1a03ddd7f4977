import { createElement, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { ReplayStore } from '@playhead/replay-core';
import { ReplayRoot, type ReplayRootProps } from '../replay/ReplayRoot.tsx';
import type { Expect, Mounted, PartUnderTest, RuleContext } from './part-rule.ts';
import { partRules } from './part-rules.tsx';
import { openSession } from './part-sessions.ts';
import { watchWhatStays } from './part-watch.ts';

/** What {@link testPart} tests, and with which runner. */
export interface TestPartOptions {
  /** The part's `data-part`. */
  readonly name: string;
  /** Draws the part with these props on it. */
  readonly render: (props: PartUnderTest, store: ReplayStore) => ReactElement;
  /** Puts the part where it finds its replay. Default: into a `ReplayRoot` with the store. */
  readonly wrap?: (part: ReactElement, store: ReplayStore) => ReactElement;
  /** Ids of rules that the part is free of, each with the reason. */
  readonly without?: Readonly<Record<string, string>>;
  /** The runner's `describe`. */
  readonly describe: (name: string, define: () => void) => void;
  /** The runner's `test`. Where it hands a `skip` to the test, rules the part is free of are marked skipped. */
  readonly test: (name: string, run: (runner?: { readonly skip?: (note?: string) => unknown }) => Promise<void>) => void;
  /** The runner's `expect`. */
  readonly expect: Expect;
}

/**
 * Tests a part, ours or not, against the rules RP1 to RP15 of PARTS.md, by their numbers. During every rule nothing may be
 * written to the console. Needs a document, such as jsdom's.
 *
 * @example
 * ```tsx
 * import { describe, expect, test } from 'vitest';
 *
 * testPart({ name: 'header', render: (props) => <Header {...props} />, describe, test, expect });
 * ```
 */
export function testPart(options: TestPartOptions): void {
  const { name, render, without = {}, describe, test, expect } = options;
  const wrap = options.wrap ?? ((part: ReactElement, store: ReplayStore) => createElement(ReplayRoot, { store, children: undefined } satisfies ReplayRootProps, part));
  describe(`part ${name}`, () => {
    for (const { id, title, check } of partRules) {
      test(`${id} ${title}`, async (runner) => {
        if (without[id] !== undefined) {
          runner?.skip?.(without[id]);
          return;
        }
        const mounts: Mounted[] = [];
        const stores: ReplayStore[] = [];
        const quiet = hearConsole();
        const context: RuleContext = {
          name,
          expect,
          settle,
          watch: watchWhatStays,
          element: (store, props = {}) => wrap(render(props, store), store),
          async open(session) {
            const store = await openSession(session);
            stores.push(store);
            return store;
          },
          async mount(element) {
            const mounted = mount(element);
            mounts.push(mounted);
            await settle();
            return mounted;
          },
        };
        try {
          await check(context);
        } finally {
          for (const each of mounts) each.unmount();
          for (const store of stores) store.close();
          quiet.stop();
        }
        expect(quiet.heard(), 'what was written to the console').toEqual([]);
      });
    }
  });
}

function mount(element: ReactElement): Mounted {
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  flushSync(() => root.render(element));
  let gone = false;
  return {
    container,
    unmount() {
      if (gone) return;
      gone = true;
      flushSync(() => root.unmount());
      container.remove();
    },
  };
}

/** Waits until effects have run, what is lazy has come and the document has stood still for some turns. */
async function settle(): Promise<void> {
  let changed = true;
  const observer = new MutationObserver(() => { changed = true; });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  for (let still = 0, turns = 0; still < 4 && turns < 200; turns += 1) {
    changed = false;
    await new Promise((done) => setTimeout(done, 5));
    still = changed ? 0 : still + 1;
  }
  observer.disconnect();
}

/** Hears what is written to the console. Warnings of React about missing `act` belong to test libraries, not to parts. */
function hearConsole(): { readonly heard: () => readonly string[]; readonly stop: () => void } {
  const heard: string[] = [];
  const acts: unknown = Reflect.get(globalThis, 'IS_REACT_ACT_ENVIRONMENT');
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', false);
  const names = ['error', 'warn', 'log', 'info'] as const;
  const originals = names.map((name) => Reflect.get(console, name));
  for (const name of names) Reflect.set(console, name, (...args: unknown[]) => void heard.push(`${name}: ${args.map(String).join(' ').slice(0, 500)}`));
  return {
    heard: () => heard,
    stop: () => {
      names.forEach((name, at) => Reflect.set(console, name, originals[at]));
      Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', acts);
    },
  };
}
