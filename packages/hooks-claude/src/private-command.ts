import { isJsonObject, type JsonObject } from '@playhead/protocol';

/** How a slash command stands in a prompt once it was expanded: a tag with its name, after at most one with its message. */
const EXPANDED = /^(?:<command-message>[^<]{0,1000}<\/command-message>\s{0,100})?<command-name>\/?([\w:-]{1,100})<\/command-name>/;

/**
 * Whether a payload is the command `/private`: typed as the whole prompt, or expanded, also as a plugin's `/playhead:private`.
 * A prompt that only speaks of it is not.
 */
export function dropsSession(payload: JsonObject): boolean {
  if (!isJsonObject(payload)) return false;
  const { hook_event_name: event, prompt, command_name: command } = payload;
  if (event === 'UserPromptExpansion') return typeof command === 'string' && isPrivate(command.replace(/^\//, ''));
  if (event !== 'UserPromptSubmit' || typeof prompt !== 'string') return false;
  const text = prompt.slice(0, 4096).trim();
  if (text.startsWith('/')) return prompt.length < 4096 && isPrivate(text.slice(1));
  const name = EXPANDED.exec(text)?.[1];
  return name !== undefined && isPrivate(name);
}

function isPrivate(command: string): boolean {
  return command === 'private' || command === 'playhead:private';
}
