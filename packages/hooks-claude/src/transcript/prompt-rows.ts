import type { JsonObject } from '@playhead/protocol';
import { blocksOf, tagged, textIn, textOfBlocks } from './transcript-row.ts';

/** What a row of the user is. */
export type UserRow =
  | { readonly kind: 'results' | 'meta' | 'summary' | 'interrupt' | 'command-output' | 'user-command' | 'user-command-output'; readonly text: string }
  | { readonly kind: 'prompt'; readonly text: string; readonly source?: string };

/** Tells prompts of people from what the client writes in the name of the user. */
export function userRowOf(row: JsonObject): UserRow {
  const blocks = blocksOf(row);
  if (blocks.some(({ type }) => type === 'tool_result')) return { kind: 'results', text: '' };
  const text = textOfBlocks(blocks);
  if (row['isCompactSummary'] === true) return { kind: 'summary', text };
  if (row['isMeta'] === true) return { kind: 'meta', text };
  if (text.startsWith('[Request interrupted by user')) return { kind: 'interrupt', text };
  if (/^<local-command-(?:stdout|stderr)>/.test(text)) return { kind: 'command-output', text };
  if (text.startsWith('<bash-input>')) return { kind: 'user-command', text };
  if (/^<bash-(?:stdout|stderr)>/.test(text)) return { kind: 'user-command-output', text };
  const origin = textIn(row['origin'], 'kind') ?? textIn(row, 'turnOrigin');
  const source = origin !== undefined && origin !== 'human' && origin !== 'sdk' ? { source: origin } : {};
  return { kind: 'prompt', text: commandText(text) ?? text, ...source };
}

/** A slash command as the user wrote it, which is how hooks have it. */
function commandText(text: string): string | undefined {
  if (!/^<command-(?:name|message)>/.test(text)) return undefined;
  const name = tagged(text, 'command-name')?.trim();
  if (name === undefined) return undefined;
  const given = tagged(text, 'command-args')?.trim() ?? '';
  const written = name.startsWith('/') ? name : `/${name}`;
  return given === '' ? written : `${written} ${given}`;
}
