import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tokenDirectory } from '@playhead/server/node';
import { ownSecretOf } from './own-token.ts';

/** Where a page of the web app is opened. */
export interface PageAddress {
  /** Its address, with a token behind it where the server wants one. */
  readonly url: string;
  /** What a browser is started with. Writes a file where the address holds a token. */
  page(): string;
}

/**
 * The address at which whoever owns a data directory may open a page of its server.
 *
 * @param url - The page, such as `http://127.0.0.1:7433/sessions`.
 */
export function addressFor(dir: string, url: string): PageAddress {
  const secret = tokenDirectory(dir).list().length > 0 ? ownSecretOf(dir) : undefined;
  if (secret === undefined) return { url, page: () => url };
  const whole = `${url}#token=${secret}`;
  return { url: whole, page: () => leadingPage(dir, whole) };
}

/**
 * Writes a page that leads to an address which nobody else may know: what a browser is started with, every user of the machine can read in
 * the list of processes. Only its owner can read the page, as the token that stands beside it.
 *
 * @param dir - The data directory.
 * @returns The address of the page.
 */
function leadingPage(dir: string, url: string): string {
  const path = join(dir, 'open.html');
  const draft = `${path}.${process.pid}`;
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  writeFileSync(draft, `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Playhead</title><meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">Open Playhead</a>\n`, { mode: 0o600 });
  renameSync(draft, path);
  return pathToFileURL(path).href;
}
