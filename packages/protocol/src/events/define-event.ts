/** The family an event is shown as: decides icon and colour. */
export type EventKind =
  | 'prompt' | 'assistant' | 'command' | 'read' | 'search' | 'edit' | 'test' | 'mcp' | 'skill' | 'subagent'
  | 'permission' | 'error' | 'checkpoint' | 'task' | 'tool' | 'session';

/** How much an event asks for attention. */
export type Severity = 'info' | 'success' | 'warning' | 'denied' | 'error';

/** What an event does to the step (tool call) it belongs to. */
export type StepRole = 'opens' | 'describes' | 'closes';

/**
 * Everything the rest of Playhead needs to know about an event type. Timeline, lists, search and
 * statistics read this; none of them switches on the type.
 */
export interface EventDefinition<Type extends string = string, Data = never> {
  readonly type: Type;
  readonly kind: EventKind;
  /** What it is called, in sentence case. */
  readonly title: string;
  /** Its part in a step; absent for events that stand on their own. */
  readonly step?: StepRole;
  /** One line for lists, without markup. Must not throw on incomplete data. */
  readonly summary: (data: Data) => string;
  /** Defaults to `info`. */
  readonly severity?: (data: Data) => Severity;
}

/** Declares an event type. Returns its argument; exists so that `Data` is written once. */
export function defineEvent<Data>(): <const Type extends string>(definition: EventDefinition<Type, Data>) => EventDefinition<Type, Data> {
  return (definition) => definition;
}
