import { createHash } from 'node:crypto';

/** `sha256-<hex>` of a text in UTF-8, at once; undefined where only a promise could say. */
export function digestNow(text: string): string | undefined {
  return `sha256-${createHash('sha256').update(text).digest('hex')}`;
}
