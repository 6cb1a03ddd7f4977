import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A server offers other tools than before, or says other things of them. */
export interface ToolsChangedData {
  /** The server. */
  readonly server: string;
  /** What changed, in one line. */
  readonly title: string;
  /** Names of tools that are new. */
  readonly added: readonly string[];
  /** Names of tools that are gone. */
  readonly removed: readonly string[];
  /** Tools of which a model is told something else than before. */
  readonly changed: readonly ToolChange[];
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** A tool that changed. */
export interface ToolChange {
  readonly name: string;
  /** Hash of its name, description and input schema before. */
  readonly from: string;
  /** The same now. */
  readonly to: string;
  /** The tool as it was listed before. */
  readonly before?: JsonObject;
  /** The tool as it is listed now. */
  readonly after?: JsonObject;
}

/** Declares `tools_changed`. */
export const toolsChanged: EventDefinition<'tools_changed', ToolsChangedData> = defineEvent<ToolsChangedData>()({
  type: 'tools_changed',
  kind: 'mcp',
  title: 'Tools changed',
  summary: (data) => data.title,
  severity: () => ('warning'),
});
