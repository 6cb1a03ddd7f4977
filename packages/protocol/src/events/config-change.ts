import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The harness's configuration changed. */
export interface ConfigChangeData {
  /** Which configuration. */
  readonly source: string;
  /** The file. */
  readonly path?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `config_change`. */
export const configChange: EventDefinition<'config_change', ConfigChangeData> = defineEvent<ConfigChangeData>()({
  type: 'config_change',
  kind: 'session',
  title: 'Configuration changed',
  summary: (data) => data.path ?? data.source,
});
