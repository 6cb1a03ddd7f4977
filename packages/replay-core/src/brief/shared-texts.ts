import { isJsonObject, type JsonValue, type SessionRecord, type Via } from '@playhead/protocol';

/** Longer texts hardly come twice, in characters: the beginnings of long ones, which two witnesses often tell, do. */
const LONGEST = 240;
/** So many texts are known at once; what comes again comes soon. */
const KNOWN = 8192;
/** Deeper values stay as they are: what is recorded is untrusted and must not exhaust the stack. */
const DEEPEST = 8;

/** Lets records share the texts that are the same in many of them. */
export interface SharedTexts {
  /** Puts copies that are known already in place of the texts of a record, which then says what it said. @returns The record. */
  share(record: SessionRecord): SessionRecord;
}

/** Makes one for the records of one log: who parses each line alone has a copy of each name, id and path per record, half of what a long session costs. */
export function createSharedTexts(): SharedTexts {
  let known = new Map<string, string>();
  const shared = (text: string): string => {
    if (text.length > LONGEST) return text;
    const first = known.get(text);
    if (first !== undefined) return first;
    if (known.size >= KNOWN) known = new Map();
    known.set(text, text);
    return text;
  };
  const shareIn = (value: object, depth: number): void => {
    if (Object.isFrozen(value)) return;
    const fields = value as Record<string, JsonValue | undefined>; // a part of a record is JSON; each text is replaced by an equal one
    for (const name in fields) {
      const inner = fields[name];
      if (typeof inner === 'string') {
        if (name !== '$blob') fields[name] = shared(inner);
      } else if (typeof inner === 'object' && inner !== null && depth < DEEPEST) shareIn(inner, depth + 1);
    }
  };
  return {
    share(record) {
      if (Object.isFrozen(record)) return record;
      const fields = record as { -readonly [Field in keyof SessionRecord]: SessionRecord[Field] }; // each text is replaced by an equal one
      fields.p = shared(record.p);
      fields.type = shared(record.type);
      fields.via = shared(record.via) as Via; // equal to what it was
      if (record.turn !== undefined) fields.turn = shared(record.turn);
      if (record.call !== undefined) fields.call = shared(record.call);
      if (record.agent !== undefined) fields.agent = shared(record.agent);
      if (isJsonObject(record.data)) shareIn(record.data, 1);
      return record;
    },
  };
}
