import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** Another model goes on. */
export interface ModelSwitchData {
  /** Before or after it. */
  readonly phase?: 'start' | 'end';
  /** The model until then. */
  readonly from?: string;
  /** The model from then on. */
  readonly to: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `model_switch`. */
export const modelSwitch: EventDefinition<'model_switch', ModelSwitchData> = defineEvent<ModelSwitchData>()({
  type: 'model_switch',
  kind: 'session',
  title: 'Model switched',
  summary: (data) => data.to,
});
