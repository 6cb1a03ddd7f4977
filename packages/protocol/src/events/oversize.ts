import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A value was larger than anything that is kept; this stands in its place. */
export interface OversizeData {
  /** Which value. */
  readonly what: string;
  /** Its length in bytes. */
  readonly bytes: number;
  /** `sha256-<hex>` of it, where it could be computed. */
  readonly digest?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `oversize`. */
export const oversize: EventDefinition<'oversize', OversizeData> = defineEvent<OversizeData>()({
  type: 'oversize',
  kind: 'error',
  title: 'Value too large',
  summary: (data) => `${data.what}, ${data.bytes} bytes`,
  severity: () => ('warning'),
});
