import { HOST, PROBE } from './payloads.ts';

/** Notices whatever recorded content must not do to a page. */
export interface Tripwires {
  /** What was noticed so far, each thing once. */
  readonly noticed: () => readonly string[];
  /** Puts everything back as it was. */
  readonly remove: () => void;
}

const FORBIDDEN = new Set(['script', 'iframe', 'object', 'embed', 'form', 'base', 'meta', 'link', 'frame', 'frameset', 'applet', 'portal', 'video', 'audio', 'source', 'track', 'math', 'foreignobject', 'use', 'animate', 'set', 'image']);
const ADDRESS = new Set(['href', 'src', 'srcset', 'action', 'formaction', 'poster', 'background', 'data', 'ping', 'srcdoc', 'xlink:href', 'cite', 'longdesc', 'manifest']);
const LINKS = new Set(['http:', 'https:', 'mailto:']);

/** Sets the tripwires on the whole page. */
export function setTripwires(): Tripwires {
  const found = new Set<string>();
  const undo: (() => void)[] = [];
  const notice = (what: string): void => { found.add(what.slice(0, 300)); };
  const elsewhere = (address: unknown): boolean => {
    const text = String(address instanceof Request ? address.url : address);
    return text.includes(HOST) || text.includes(PROBE) || text.startsWith('data:text/html');
  };

  /** Watches a function of an object; `only` says which calls count. */
  const watch = (owner: object, name: string, only: (args: readonly unknown[]) => boolean = () => true): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') return;
    Object.defineProperty(owner, name, {
      configurable: true, writable: true,
      value: function watched(this: unknown, ...args: unknown[]): unknown {
        if (!only(args)) return new.target ? Reflect.construct(original, args, new.target) : Reflect.apply(original, this, args);
        notice(`calls ${name}(${args.map((arg) => String(arg)).join(', ')})`);
        return name === 'writeText' || name === 'write' ? Promise.resolve() : undefined;
      },
    });
    undo.push(() => (before ? Object.defineProperty(owner, name, before) : Reflect.deleteProperty(owner, name)));
  };

  Reflect.set(window, '__hostile', () => notice('executes recorded script'));
  undo.push(() => Reflect.deleteProperty(window, '__hostile'));
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) watch(window, name);
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'Audio']) watch(window, name, (args) => elsewhere(args[0]));
  watch(XMLHttpRequest.prototype, 'open', (args) => elsewhere(args[1]));
  watch(navigator, 'sendBeacon');
  if ('clipboard' in navigator) for (const name of ['write', 'writeText', 'read', 'readText']) watch(navigator.clipboard, name);
  watch(document, 'execCommand');
  watch(document, 'write');
  watch(history, 'pushState');
  watch(history, 'replaceState');

  // A title that is set for a moment only is set too.
  const titleOf = Object.getOwnPropertyDescriptor(Document.prototype, 'title');
  Object.defineProperty(document, 'title', { ...titleOf, set(this: Document, title: string) {
    notice(`sets the title to ${title}`);
    titleOf?.set?.call(this, title);
  } });
  undo.push(() => Reflect.deleteProperty(document, 'title'));

  for (const name of ['error', 'warn'] as const) {
    const original = console[name];
    console[name] = (...args: unknown[]) => {
      const text = args.map(String).join(' ');
      if (!text.includes('ResizeObserver loop')) notice(`console.${name}: ${text}`); // a long list measures its rows in rounds, of which browsers tell, and the test runner repeats it
      original.apply(console, args);
    };
    undo.push(() => { console[name] = original; });
  }
  const failed = (event: ErrorEvent): void => { if (!event.message.startsWith('ResizeObserver loop')) notice(`error: ${event.message}`); };
  const rejected = (event: PromiseRejectionEvent): void => notice(`rejection: ${String(event.reason)}`);
  window.addEventListener('error', failed);
  window.addEventListener('unhandledrejection', rejected);
  undo.push(() => window.removeEventListener('error', failed), () => window.removeEventListener('unhandledrejection', rejected));

  const resources = new PerformanceObserver((list) => { for (const { name } of list.getEntries()) if (elsewhere(name)) notice(`loads ${name}`); });
  resources.observe({ type: 'resource' });
  undo.push(() => resources.disconnect());

  // Every element that ever appears is looked at, even one that is gone a moment later.
  const scripts = new Set(document.querySelectorAll('script'));
  const look = (element: Element): void => {
    if (element instanceof HTMLScriptElement && scripts.has(element)) return;
    for (const fault of faultsOf(element)) notice(fault);
  };
  const lookAll = (node: Node): void => {
    if (!(node instanceof Element)) return;
    look(node);
    for (const inner of node.querySelectorAll('*')) look(inner);
  };
  const mutations = new MutationObserver((records) => {
    for (const { target, type, addedNodes } of records) {
      if (type === 'attributes') { if (target instanceof Element) look(target); } else addedNodes.forEach(lookAll);
    }
  });
  // A vite page puts style sheets of imported modules into the head; what React draws stands in the body.
  mutations.observe(document.body, { childList: true, subtree: true, attributes: true });
  const heads = new MutationObserver((records) => {
    for (const { addedNodes } of records) addedNodes.forEach((node) => {
      if (node instanceof HTMLElement && !(node instanceof HTMLStyleElement) && !node.matches('script[src], link[rel=modulepreload], link[rel=stylesheet]')) notice(`adds <${node.localName}> to the head`);
      if (node instanceof HTMLElement && elsewhere(node.outerHTML)) notice(`puts recorded text into the head: ${node.outerHTML}`);
    });
  });
  heads.observe(document.head, { childList: true, subtree: true });
  undo.push(() => mutations.disconnect(), () => heads.disconnect());

  const title = document.title;
  const address = location.href;
  return {
    noticed() {
      if (document.title !== title) notice(`sets the title to ${document.title}`);
      if (location.href !== address) notice(`goes to ${location.href}`);
      if (Reflect.get({}, 'polluted') !== undefined) notice('changes Object.prototype');
      for (const { name } of [...performance.getEntriesByType('resource'), ...resources.takeRecords()]) if (elsewhere(name)) notice(`loads ${name}`);
      for (const style of document.querySelectorAll('style')) if (elsewhere(style.textContent) || style.sheet && elsewhere(rulesOf(style.sheet))) notice(`puts recorded text into a style sheet: ${style.textContent}`);
      return [...found];
    },
    remove() { for (const each of undo.reverse()) each(); },
  };
}

function rulesOf(sheet: CSSStyleSheet): string {
  return [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
}

/** What is wrong with an element that stands where recorded content is shown. */
function faultsOf(element: Element): string[] {
  const name = element.localName.toLowerCase();
  const faults: string[] = [];
  // Notes and titles are written in forms of ours, which lead nowhere.
  const isOwnForm = name === 'form' && /^ph-(noteform|tree__edit)\b/.test(element.className) && !element.hasAttribute('action');
  if (FORBIDDEN.has(name) && !isOwnForm) faults.push(`makes <${name}>`);
  for (const { name: attribute, value } of element.attributes) {
    if (/^on/i.test(attribute)) faults.push(`sets ${attribute} on <${name}>`);
    if (attribute === 'style' && /url\(|expression\(|@import/i.test(value)) faults.push(`sets a style that loads: ${value}`);
    if (!ADDRESS.has(attribute)) continue;
    const local = value.startsWith('#') || isOwn(value);
    if (name !== 'a' && !local) faults.push(`sets ${attribute} of <${name}> to ${value}`);
    else if (!local && !LINKS.has(protocolOf(value))) faults.push(`links to ${value}`);
    else if (!local && !/noopener|noreferrer/.test(element.getAttribute('rel') ?? '')) faults.push(`links to ${value} without rel=noopener`);
  }
  return faults;
}

/** Whether an address is one of the product's own pages, and not one that a recording names. */
function isOwn(address: string): boolean {
  return /^\/[^/\\]/.test(address) && !address.startsWith(PROBE);
}

function protocolOf(address: string): string {
  try {
    return new URL(address, document.baseURI).protocol;
  } catch {
    return 'none';
  }
}
