import type { ReplayStore } from '@playhead/replay-core';
import type { Watched } from './part-rule.ts';

type Callback = (...args: never[]) => unknown;

/** Counts what a part leaves behind: subscriptions, listeners, timers, frames and observers. */
export function watchWhatStays(store: ReplayStore): Watched {
  const undo: (() => void)[] = [];
  const open = new Map<string, number>();
  const places = new Map<string, string>();
  const count = (what: string, by: 1 | -1): void => { open.set(what, (open.get(what) ?? 0) + by); };
  const swap = (owner: object, name: string, make: (original: Callback) => Callback): void => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') return;
    const own = Object.hasOwn(owner, name);
    Reflect.set(owner, name, make(original as Callback)); // a function, tested above
    undo.push(() => { if (own) Reflect.set(owner, name, original); else Reflect.deleteProperty(owner, name); });
  };

  for (const [where, target] of [['window', window], ['document', document]] as const) {
    const listening = new Set<string>();
    const keys = new Map<unknown, number>();
    const key = (type: unknown, listener: unknown): string => {
      if (!keys.has(listener)) keys.set(listener, keys.size);
      return `${String(type)}#${keys.get(listener)}`;
    };
    const report = (type: unknown): string => `a ${String(type)} listener on ${where}`;
    swap(target, 'addEventListener', (original) => function add(this: unknown, ...args: never[]) {
      const [type, listener, options] = args as unknown as [unknown, unknown, { signal?: AbortSignal; once?: boolean } | undefined];
      if (!listening.has(key(type, listener)) && options?.once !== true) {
        listening.add(key(type, listener));
        count(report(type), 1);
        options?.signal?.addEventListener('abort', () => { if (listening.delete(key(type, listener))) count(report(type), -1); });
      }
      return Reflect.apply(original, target, args);
    });
    swap(target, 'removeEventListener', (original) => function remove(this: unknown, ...args: never[]) {
      const [type, listener] = args as unknown as [unknown, unknown];
      if (listening.delete(key(type, listener))) count(report(type), -1);
      return Reflect.apply(original, target, args);
    });
  }

  for (const [start, end, what] of [['setTimeout', 'clearTimeout', 'a timer'], ['setInterval', 'clearInterval', 'an interval'], ['requestAnimationFrame', 'cancelAnimationFrame', 'a frame']] as const) {
    const waiting = new Set<unknown>();
    const finish = (handle: unknown): void => { if (waiting.delete(handle)) count(what, -1); };
    swap(globalThis, start, (original) => (...args: never[]) => {
      const [callback, ...rest] = args as unknown as [Callback, ...never[]];
      const handle: unknown = Reflect.apply(original, globalThis, [(...given: never[]) => {
        if (start !== 'setInterval') finish(handle);
        return callback(...given);
      }, ...rest]);
      waiting.add(handle);
      places.set(what, new Error().stack?.split('\n')[2]?.trim() ?? '');
      count(what, 1);
      return handle;
    });
    swap(globalThis, end, (original) => (...args: never[]) => {
      finish(args[0]);
      return Reflect.apply(original, globalThis, args);
    });
  }

  const subscribing = <Listener>(what: string, subscribe: (listener: Listener) => () => void) => (listener: Listener): (() => void) => {
    const stop = subscribe(listener);
    let stopped = false;
    count(what, 1);
    return () => {
      if (!stopped) count(what, -1);
      stopped = true;
      stop();
    };
  };
  const watched: ReplayStore = {
    ...store,
    subscribe: subscribing('a subscription to the replay', store.subscribe),
    clock: { ...store.clock, now: () => store.clock.now(), subscribe: subscribing('a subscription to the clock', (listener: (timeMs: number) => void) => store.clock.subscribe(listener)) },
  };
  return {
    store: watched,
    left: () => [...open].filter(([, times]) => times > 0).map(([what, times]) => [`${times} × ${what}`, places.get(what) ?? ''].join(' ').trim()),
    stop: () => { for (const each of undo.reverse()) each(); },
  };
}
