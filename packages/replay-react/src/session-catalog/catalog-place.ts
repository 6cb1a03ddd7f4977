import type { CatalogKind } from '@playhead/replay-core/metrics';

/** Names an entry of the catalog. */
export interface CatalogPlace {
  readonly kind: CatalogKind;
  readonly name: string;
}

/** Kinds in the order in which they are shown. */
export const SHOWN_KINDS: readonly CatalogKind[] = ['skill', 'mcp_server', 'mcp_tool', 'plugin', 'subagent', 'model', 'tool'];
