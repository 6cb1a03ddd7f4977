import { serverEntries } from './server-entries.ts';
import { serverStateOf, type ServerState } from './server-state.ts';
import { isWrapped, isWrappedBy, unwrapEdits, wrapEdits, type TapCommand } from './tapped-entry.ts';
import { edited } from './text-edits.ts';

/** A configuration after it was looked at or changed. */
export interface WiredText {
  readonly text: string;
  readonly servers: readonly ServerState[];
}

/**
 * Puts a tap before every server that the client starts. One that has another tap of ours gets this one; the rest of the text stays, byte for byte.
 *
 * @throws PlayheadError `invalid_settings` when it is not a JSON object.
 */
export function wrapServers(path: string, text: string, tap: TapCommand): WiredText {
  const plain = edited(text, serverEntries(path, text).flatMap((entry) => (isWrapped(entry) && !isWrappedBy(entry, tap) ? unwrapEdits(text, entry) : [])));
  return looked(path, edited(plain, serverEntries(path, plain).flatMap((entry) => (serverStateOf(entry).wiring === 'plain' ? wrapEdits(plain, entry, tap) : []))));
}

/**
 * Takes every tap of {@link wrapServers} away. Where nobody else changed the text, it is what it was before.
 *
 * @throws PlayheadError `invalid_settings` when it is not a JSON object.
 */
export function unwrapServers(path: string, text: string): WiredText {
  return looked(path, edited(text, serverEntries(path, text).flatMap((entry) => unwrapEdits(text, entry))));
}

/** How the servers of a configuration are recorded. */
export function serverStates(path: string, text: string): readonly ServerState[] {
  return serverEntries(path, text).map(serverStateOf);
}

function looked(path: string, text: string): WiredText {
  return { text, servers: serverStates(path, text) };
}
