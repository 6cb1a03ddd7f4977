import type { ComponentType } from 'react';
import type { ReplayEvent, Step } from '@playhead/replay-core';

/** What a renderer of events gets. */
export interface EventRendererProps {
  /** The event that the row begins with. */
  readonly event: ReplayEvent;
  /** The step of the row, when it has one. */
  readonly step?: Step;
  /** Whether the row shows more than its line. */
  readonly open: boolean;
}

/**
 * Components that draw the body of a row instead of ours. Keys, most specific first: a record type (`file_diff`), an MCP
 * tool (`mcp:linear/get_issue`, `mcp:linear/*`, `mcp:*`), a harness's tool (`tool:Bash`), a kind (`kind:edit`).
 */
export type EventRenderers = Readonly<Record<string, ComponentType<EventRendererProps>>>;

/** The host's renderer of a row: of one of its record types, its MCP tool, its tool or its kind, in this order. */
export function rendererOf(renderers: EventRenderers, types: readonly string[], step: Step | undefined, kind: string): ComponentType<EventRendererProps> | undefined {
  const { mcp, tool } = step ?? {};
  const keys = [...types, ...(mcp ? [`mcp:${mcp.server}/${mcp.tool}`, `mcp:${mcp.server}/*`, 'mcp:*'] : []), ...(tool === undefined ? [] : [`tool:${tool}`]), `kind:${kind}`];
  const key = keys.find((name) => Object.hasOwn(renderers, name));
  return key === undefined ? undefined : renderers[key];
}
