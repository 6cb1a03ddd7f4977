import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import type { Rule, RuleContext, SessionName } from './part-rule.ts';

const DOM = ['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'location', 'matchMedia', 'requestAnimationFrame', 'cancelAnimationFrame', 'ResizeObserver', 'IntersectionObserver', 'MutationObserver', 'HTMLElement', 'getComputedStyle'];
/** More elements than this for ten thousand events is a list that is not windowed. */
const MANY = 1500;

/** Runs something as if there were no browser. */
function withoutDom<Result>(run: () => Result): Result {
  const before = DOM.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of DOM) Object.defineProperty(globalThis, name, { value: undefined, configurable: true, writable: true });
  try {
    return run();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

const outermost = (context: RuleContext, container: Element): HTMLElement | null => container.querySelector<HTMLElement>(`[data-part="${context.name}"]`);
const draws = (session: SessionName) => async (context: RuleContext): Promise<void> => {
  const mounted = await context.mount(context.element(await context.open(session)));
  context.expect(mounted.container.querySelectorAll('script, iframe, object, embed').length).toBe(0);
  mounted.unmount();
};

/** RP1 to RP15: what a host can rely on with every part. */
export const partRules: readonly Rule[] = [
  {
    id: 'RP1',
    title: 'renders on a server, without a browser',
    async check(context) {
      for (const session of ['full', 'empty', 'loading'] as const) {
        const store = await context.open(session);
        context.expect(typeof withoutDom(() => renderToString(context.element(store)))).toBe('string');
      }
    },
  },
  {
    id: 'RP2',
    title: 'takes over what the server drew without drawing it anew',
    async check(context) {
      const store = await context.open('full');
      const html = withoutDom(() => renderToString(context.element(store)));
      const container = document.createElement('div');
      container.append(document.createRange().createContextualFragment(html));
      document.body.append(container);
      const recovered: string[] = [];
      const root = flushSync(() => hydrateRoot(container, context.element(store), { onRecoverableError: (error) => void recovered.push(String(error)) }));
      await context.settle();
      root.unmount();
      container.remove();
      context.expect(recovered).toEqual([]);
    },
  },
  {
    id: 'RP3',
    title: 'shows the same in strict mode',
    async check(context) {
      const store = await context.open('full');
      const strict = await context.mount(<StrictMode>{context.element(store)}</StrictMode>);
      const plain = await context.mount(context.element(store));
      context.expect(strict.container.textContent).toBe(plain.container.textContent);
      strict.unmount();
      plain.unmount();
    },
  },
  {
    id: 'RP4',
    title: 'hands className, style and ref to its outermost element, which names the part',
    async check(context) {
      for (const session of ['full', 'empty', 'loading', 'failed'] as const) {
        const refs: (HTMLElement | null)[] = [];
        const mounted = await context.mount(context.element(await context.open(session), { className: 'host-class', style: { outlineOffset: '3px' }, ref: (element) => void refs.push(element) }));
        const element = outermost(context, mounted.container);
        if (element === null && refs.length === 0 && mounted.container.querySelector('.host-class') === null) {
          mounted.unmount(); // a part may draw nothing where it has nothing to say
          context.expect(session === 'full', `${context.name} draws nothing for a full session`).toBe(false);
          continue;
        }
        context.expect(element?.getAttribute('data-part'), session).toBe(context.name);
        context.expect(element?.classList.contains('host-class'), `className, ${session}`).toBe(true);
        context.expect(element?.style.outlineOffset, `style, ${session}`).toBe('3px');
        context.expect(refs.at(-1) === element, `ref, ${session}`).toBe(true);
        context.expect(mounted.container.querySelectorAll('.host-class').length).toBe(1);
        mounted.unmount();
        context.expect(refs.at(-1)).toBe(null);
      }
    },
  },
  {
    id: 'RP5',
    title: 'leaves nothing behind when it goes: no listener, timer, frame or subscription',
    async check(context) {
      const watched = context.watch(await context.open('full'));
      try {
        const mounted = await context.mount(<StrictMode>{context.element(watched.store)}</StrictMode>);
        mounted.unmount();
        await context.settle();
        context.expect(watched.left()).toEqual([]);
      } finally {
        watched.stop();
      }
    },
  },
  { id: 'RP6', title: 'draws a session without events', check: draws('empty') },
  { id: 'RP7', title: 'draws while a session is loading', check: draws('loading') },
  { id: 'RP8', title: 'draws when a session could not be read', check: draws('failed') },
  { id: 'RP9', title: 'draws a session that goes on', check: draws('live') },
  {
    id: 'RP10',
    title: 'draws ten thousand events with a bounded number of elements',
    async check(context) {
      const mounted = await context.mount(context.element(await context.open('huge')));
      const elements = mounted.container.querySelectorAll('*').length;
      mounted.unmount();
      context.expect(elements <= MANY, `${elements} elements, at most ${MANY}`).toBe(true);
    },
  },
  {
    id: 'RP11',
    title: 'shows what was recorded as text: nothing in it becomes an element, a link or a style',
    async check(context) {
      const mounted = await context.mount(context.element(await context.open('hostile')));
      const elements = [...mounted.container.querySelectorAll('*')];
      const wrong = elements.flatMap((element) => [...element.attributes].filter(({ name, value }) => name.startsWith('on') || (/^(href|src)$/.test(name) && !/^(https?:|mailto:|#|\/)/.test(value))).map(({ name, value }) => `${element.localName} ${name}=${value.slice(0, 80)}`));
      mounted.unmount();
      context.expect(wrong).toEqual([]);
      context.expect(elements.filter(({ localName }) => /^(script|img|iframe|object|embed|form|base|meta|link)$/.test(localName)).length).toBe(0);
      context.expect(Reflect.get(window, 'hostile')).toBe(undefined);
    },
  },
  {
    id: 'RP12',
    title: 'follows the playhead and the user through a session',
    async check(context) {
      const store = await context.open('full');
      const mounted = await context.mount(context.element(store));
      for (const { id } of store.getState().model.events) {
        flushSync(() => store.select(id));
        store.highlight(id);
      }
      const [first, last] = [store.getState().model.events[0], store.getState().model.events.at(-1)];
      if (first && last) store.setRange({ from: first.record.at, to: last.record.at - 1 });
      store.setFilter({ kinds: ['command'] });
      store.setQuery('test');
      await context.settle();
      store.setFilter({});
      store.setQuery('');
      store.setRange(undefined);
      await context.settle();
      mounted.unmount();
    },
  },
  {
    id: 'RP13',
    title: 'stands twice on a page without sharing an id, and every reference finds its element',
    async check(context) {
      const store = await context.open('full');
      const mounted = await context.mount(<>{context.element(store)}{context.element(store)}</>);
      const ids = [...mounted.container.querySelectorAll('[id]')].map(({ id }) => id);
      const lost = ['aria-labelledby', 'aria-describedby', 'aria-activedescendant'].flatMap((name) => [...mounted.container.querySelectorAll(`[${name}]`)].flatMap((element) =>
        (element.getAttribute(name) ?? '').split(/\s+/).filter((id) => id !== '' && !document.getElementById(id)).map((id) => `${name}=${id}`)));
      mounted.unmount();
      context.expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      context.expect(lost).toEqual([]);
    },
  },
  {
    id: 'RP14',
    title: 'names every control',
    async check(context) {
      const mounted = await context.mount(context.element(await context.open('full')));
      const named = (element: Element): boolean => ['aria-label', 'aria-labelledby', 'title', 'placeholder'].some((name) => (element.getAttribute(name) ?? '').trim() !== '')
        || element.textContent.trim() !== '' || element.closest('label') !== null || (element.id !== '' && mounted.container.querySelector(`label[for="${CSS.escape(element.id)}"]`) !== null);
      const nameless = [...mounted.container.querySelectorAll('button, a[href], input, select, textarea, [role=slider], [role=tab], [role=tree], [role=feed], [role=dialog], [role=menu], [role=listbox]')].filter((element) => !named(element));
      const shown = nameless.map((element) => element.outerHTML.slice(0, 120));
      mounted.unmount();
      context.expect(shown).toEqual([]);
    },
  },
  {
    id: 'RP15',
    title: 'draws from right to left',
    async check(context) {
      const mounted = await context.mount(<div dir="rtl">{context.element(await context.open('full'))}</div>);
      context.expect(mounted.container.textContent !== '' || outermost(context, mounted.container) !== null).toBe(true);
      mounted.unmount();
    },
  },
];
