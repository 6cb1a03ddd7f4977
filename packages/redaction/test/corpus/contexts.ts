import type { Planted } from './secret.ts';

/** Puts a carrier into a text as agents meet them. */
export interface Context { readonly name: string; readonly wrap: (planted: Planted) => string }

const quoted = (text: string): string => (/[\s"'$&;]/.test(text) ? `'${text}'` : text);

export const contexts: readonly Context[] = [
  { name: 'plain', wrap: ({ carrier }) => carrier },
  { name: 'env line', wrap: ({ carrier }) => `NODE_ENV=test\nVALUE=${quoted(carrier)}\nPORT=8080\n` },
  { name: 'JSON', wrap: ({ carrier }) => JSON.stringify({ id: 7, value: carrier, ok: true }, null, 2) },
  { name: 'command line', wrap: ({ carrier }) => `$ deploy run --input ${quoted(carrier)} --verbose && echo done` },
  { name: 'log', wrap: ({ carrier }) => `2026-11-21T10:11:12.345Z INFO worker[31]: got ${carrier} (attempt 2 of 3)` },
  { name: 'diff', wrap: ({ carrier }) => `@@ -3,4 +3,5 @@ export function start() {\n   const port = 8080;\n${carrier.split('\n').map((line) => `+  ${line}`).join('\n')}\n   return port;` },
  {
    name: 'ANSI',
    wrap: ({ carrier, secret }) => {
      const middle = secret.length >> 1;
      return `\u001b[1mfound\u001b[0m ${carrier.replace(secret, () => `\u001b[32m${secret.slice(0, middle)}\u001b[1;33m${secret.slice(middle)}\u001b[0m`)}\u001b[K\r\n`;
    },
  },
  { name: 'escaped JSON', wrap: ({ carrier }) => JSON.stringify({ content: [{ type: 'text', text: JSON.stringify({ note: 'see', value: carrier }) }] }) },
  { name: 'escaped twice', wrap: ({ carrier }) => JSON.stringify(JSON.stringify(JSON.stringify({ value: carrier }))) },
  { name: 'unicode escapes', wrap: ({ carrier }) => JSON.stringify({ value: carrier }).replaceAll('-', '\\u002d').replaceAll('_', '\\u005f') },
];

/** Whether any run of eight characters of the secret (or all of a shorter one) still stands in the text, in whatever escapes. */
export function leaks(text: string, secret: string): boolean {
  // eslint-disable-next-line no-control-regex -- colours are what it takes out
  const bare = (part: string): string => part.replaceAll(/\u001b\[[0-9;]*[a-zA-Z]/g, '').replaceAll(/\\+u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\+[nr]|\\+(?=["\\/])/g, '').replaceAll(/\s/g, '');
  const where = bare(text.replaceAll(/\[\[[A-Z0-9_]+:[0-9a-f~:]+\]\]/g, '[[]]'));
  const what = bare(secret);
  if (what.length <= 8) return where.includes(what);
  for (let start = 0; start + 8 <= what.length; start += 1) {
    const run = what.slice(start, start + 8);
    if (!PUBLIC_RUN.test(run) && where.includes(run)) return true;
  }
  return false;
}

/** Runs that are part of a public form and tell nothing. */
const PUBLIC_RUN = /-----|(?:PRIVATE|OPENSSH|KEY-)|LS0tLS1|^(?:BEGIN|END)/;
