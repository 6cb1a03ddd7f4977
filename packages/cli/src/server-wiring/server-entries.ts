import { parse, type ArrayNode, type MemberNode, type ObjectNode, type StringNode, type ValueNode } from '@humanwhocodes/momoa';
import { PlayheadError } from '@playhead/protocol';

/** An MCP server as a client's configuration names it, with the places of its parts in the text. */
export interface ServerEntry {
  /** What the client calls it. */
  readonly name: string;
  /** The project that it is for, where the configuration holds several. */
  readonly project?: string;
  /** The parts of a server that the client starts; absent of any other. */
  readonly started?: { readonly member: MemberNode; readonly command: StringNode; readonly args?: { readonly member: MemberNode; readonly list: ArrayNode; readonly texts: readonly string[] } };
  /** What it is, where the client does not start it: its type, or what is wrong with it. */
  readonly other?: string;
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Finds the MCP servers in a configuration: `mcpServers`, and those below `projects`. Comments are passed over.
 *
 * @throws PlayheadError `invalid_settings` when it is not a JSON object.
 */
export function serverEntries(path: string, text: string): readonly ServerEntry[] {
  if (text.replace(BYTE_ORDER_MARK, '').trim() === '') return [];
  const root = rootOf(path, text);
  const projects = valueOf(root, 'projects');
  return [
    ...entriesOf(valueOf(root, 'mcpServers')),
    ...(projects?.type === 'Object' ? projects.members.flatMap((member) => (
      member.value.type === 'Object' ? entriesOf(valueOf(member.value, 'mcpServers')).map((entry) => ({ ...entry, project: nameOf(member) })) : []
    )) : []),
  ];
}

function rootOf(path: string, text: string): ObjectNode {
  try {
    // The mark is read as a blank, so that every place is where it is.
    const { body } = parse(text.startsWith(BYTE_ORDER_MARK) ? ` ${text.slice(1)}` : text, { mode: 'jsonc', ranges: true });
    if (body.type === 'Object') return body;
  } catch (error) {
    throw new PlayheadError('invalid_settings', faultOf(path), { cause: error });
  }
  throw new PlayheadError('invalid_settings', faultOf(path));
}

function faultOf(path: string): string {
  return `${path} is not a JSON object, so it was left as it is. Correct the file and run the command again.`;
}

function entriesOf(servers: ValueNode | undefined): readonly ServerEntry[] {
  if (servers?.type !== 'Object') return [];
  return lastOfEach(servers).map((member) => ({ name: nameOf(member), ...partsOf(member.value) }));
}

function partsOf(entry: ValueNode): Pick<ServerEntry, 'started' | 'other'> {
  if (entry.type !== 'Object') return { other: 'no object' };
  const type = valueOf(entry, 'type');
  if (type && (type.type !== 'String' || type.value !== 'stdio')) return { other: type.type === 'String' ? type.value : 'of no known type' };
  const [member, args] = [memberOf(entry, 'command'), memberOf(entry, 'args')];
  if (!member) return { other: valueOf(entry, 'url') ? 'http' : 'without a command' };
  if (member.value.type !== 'String') return { other: 'with a command that is no text' };
  if (!args) return { started: { member, command: member.value } };
  const list = args.value;
  const texts = list.type === 'Array' ? list.elements.flatMap(({ value }) => (value.type === 'String' ? [value.value] : [])) : [];
  if (list.type !== 'Array' || texts.length < list.elements.length) return { other: 'with arguments that are no list of texts' };
  return { started: { member, command: member.value, args: { member: args, list, texts } } };
}

function valueOf(object: ObjectNode, name: string): ValueNode | undefined {
  return memberOf(object, name)?.value;
}

/** Where a name stands twice, readers of JSON take the last. */
function memberOf(object: ObjectNode, name: string): MemberNode | undefined {
  return object.members.findLast((member) => nameOf(member) === name);
}

function lastOfEach(object: ObjectNode): readonly MemberNode[] {
  return [...new Map(object.members.map((member) => [nameOf(member), member])).values()];
}

function nameOf({ name }: MemberNode): string {
  return name.type === 'String' ? name.value : name.name;
}
