import type { KeptHeaders } from './exchange.ts';

/** Names and values in turns, as Node reads and writes them. */
export type RawHeaders = readonly string[];

/** They are about one connection, not about what is sent over it. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Headers as pairs. */
export function pairsOf(raw: RawHeaders): readonly (readonly [name: string, value: string])[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

/** These say what a message is: nobody takes them away by naming them as a part of the connection. */
const KEPT_ON_THE_WAY = new Set(['content-length', 'host']);

/** The headers that are for whoever is behind this connection, in their order and as they were written. */
export function passedHeaders(raw: RawHeaders): readonly (readonly [name: string, value: string])[] {
  const pairs = pairsOf(raw);
  const named = pairs.flatMap(([name, value]) => (name.toLowerCase() === 'connection' ? value.split(',').map((token) => token.trim().toLowerCase()) : []));
  const dropped = new Set([...HOP_BY_HOP, ...named.filter((name) => !KEPT_ON_THE_WAY.has(name))]);
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/** The headers that may be recorded: only those that are named, never all but some. */
export function keptHeaders(raw: RawHeaders, names: ReadonlySet<string>): KeptHeaders {
  const kept = new Map<string, string>();
  for (const [name, value] of pairsOf(raw)) {
    const lower = name.toLowerCase();
    if (names.has(lower)) kept.set(lower, kept.has(lower) ? `${kept.get(lower)}, ${value}` : value);
  }
  return Object.fromEntries(kept);
}
