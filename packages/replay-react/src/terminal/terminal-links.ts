import type { ILink, Terminal } from '@xterm/xterm';
import type { SafeUrl } from '../markdown/safe-url.ts';

/** A longer address cannot be read before it is followed. */
const LONGEST = 2000;
/** More links than this are not listed. */
const MOST_LISTED = 100;

/** Where a recorded link leads, if it may be followed: to the web. Everything else is dead; what markdown allows besides, too. */
export function webUrl(address: string): SafeUrl | undefined {
  if (address.length > LONGEST || !URL.canParse(address)) return undefined;
  const { protocol, href, host } = new URL(address);
  return (protocol === 'https:' || protocol === 'http:') && href.length <= LONGEST ? { href, host } : undefined;
}

/** The links that are seen on a screen, each once, from the top. */
export async function linksSeen(terminal: Terminal): Promise<readonly SafeUrl[]> {
  const { screenLinks } = await import('@playhead/replay-core/terminal'); // with what reads the terminal, which is loaded by then
  const { viewportY } = terminal.buffer.active;
  const found = new Map<string, SafeUrl>();
  for (const { address } of screenLinks(terminal, viewportY, viewportY + terminal.rows - 1)) {
    const url = webUrl(address);
    if (url && found.size < MOST_LISTED) found.set(url.href, url);
  }
  return [...found.values()];
}

/** Lets links be pointed at and pressed; where they lead is told, and nothing is opened. */
export function offerLinks(terminal: Terminal, element: HTMLElement, onLink: (link: SafeUrl) => void): void {
  const point = (address: string | undefined): void => { element.title = address ?? ''; };
  terminal.options.linkHandler = {
    activate: (_event, address) => press(address), hover: (_event, address) => point(webUrl(address)?.href), leave: () => point(undefined),
  };
  const press = (address: string): void => {
    const link = webUrl(address);
    if (link) onLink(link);
  };
  // The emulator has a provider of its own for what a program made a link of; this one is asked after it.
  const provide = async (line: number): Promise<ILink[]> => {
    const { screenLinks } = await import('@playhead/replay-core/terminal');
    return screenLinks(terminal, line - 1, line - 1).flatMap(({ address, parts }): ILink[] => {
      const [first, last] = [parts[0], parts.at(-1)];
      const link = webUrl(address);
      if (!link || !first || !last) return [];
      return [{
        text: address, range: { start: { x: first.from + 1, y: first.row + 1 }, end: { x: last.to, y: last.row + 1 } }, activate: () => onLink(link), hover: () => point(link.href), leave: () => point(undefined),
      }];
    });
  };
  terminal.registerLinkProvider({ provideLinks: async (line, found) => found(await provide(line).catch(() => undefined)) });
}
