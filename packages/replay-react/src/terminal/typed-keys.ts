const NAMES: Readonly<Record<string, string>> = { '\r': '⏎', '\n': '⏎', '\t': '⇥', '\u001b': '⎋', '\u007f': '⌫', '\b': '⌫' };
const SEQUENCES: Readonly<Record<string, string>> = { A: '↑', B: '↓', C: '→', D: '←', H: '⇱', F: '⇲' };
// eslint-disable-next-line no-control-regex -- what keys send is control characters
const KEYS = /\u001b(?:\[|O)([A-H])|\u001b\[200~|\u001b\[201~|\u001b\[[0-9;]*[~A-Za-z]|[\u0000-\u001f\u007f]/g;

/** What was typed as signs that can be seen, the last of them. */
export function typedKeys(data: string | Uint8Array): string {
  const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
  return text.replace(KEYS, (key, letter?: string) => (letter === undefined ? (NAMES[key] ?? (key.length === 1 ? `^${String.fromCodePoint((key.codePointAt(0) ?? 0) + 64)}` : '')) : (SEQUENCES[letter] ?? ''))).slice(-60);
}
