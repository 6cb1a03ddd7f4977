import { isJsonObject, type JsonValue } from '@playhead/protocol';
import type { Entry } from '../model/entry.ts';
import { dataOf, stringIn } from '../model/read-data.ts';
import type { DisagreementField } from './disagreement.ts';
import { isSameValue } from './same-value.ts';

/** Whether an opener at the boundary says what the model asked for, and not what reached a server: it goes by the agent's name of the tool. */
export function isAsked({ record }: Entry): boolean {
  return record.type !== 'mcp_call' || stringIn(dataOf(record), 'name') !== undefined;
}

/** What the agent tells differently of a call than its model asked for. */
export function differentFromAsked(told: Entry | undefined, asked: readonly Entry[]): readonly DisagreementField[] {
  if (!told) return [];
  const [name, input] = [nameIn(told), inputIn(told)];
  return asked.flatMap((entry): readonly DisagreementField[] => {
    const [askedName, askedInput] = [nameIn(entry), inputIn(entry)];
    if (name !== undefined && askedName !== undefined && name !== askedName) return [{ name: 'tool', agent: name, boundary: askedName }];
    if (input === undefined || askedInput === undefined || isSameValue(withoutDefaults(partOf(input, told), askedInput), partOf(askedInput, told))) return [];
    return [{ name: 'input', agent: input, boundary: askedInput }];
  }).slice(0, 2);
}

/** The agent's own name of a tool. */
function nameIn({ record }: Entry): string | undefined {
  const data = dataOf(record);
  return record.type === 'terminal_command' || record.type === 'skill_use' ? stringIn(data, 'tool') : stringIn(data, 'name');
}

/** What the tool was given; of a command and a skill what the type keeps of it under names of its own. */
function inputIn({ record }: Entry): JsonValue | undefined {
  const data = dataOf(record);
  if (record.type === 'terminal_command') return { command: data['command'] ?? '' };
  if (record.type === 'skill_use') return { skill: data['name'] ?? '' };
  return data['input'];
}

/** As much of an input as the agent's record of this type keeps. */
function partOf(input: JsonValue, { record }: Entry): JsonValue {
  const field = record.type === 'terminal_command' ? 'command' : record.type === 'skill_use' ? 'skill' : undefined;
  return field === undefined || !isJsonObject(input) ? input : { [field]: input[field] ?? null };
}

/** A client fills in what the model left out, such as `replace_all: false`. */
function withoutDefaults(input: JsonValue, asked: JsonValue): JsonValue {
  if (!isJsonObject(input) || !isJsonObject(asked)) return input;
  return Object.fromEntries(Object.entries(input).filter(([name, value]) => Object.hasOwn(asked, name) || (value !== false && value !== null && value !== '')));
}
