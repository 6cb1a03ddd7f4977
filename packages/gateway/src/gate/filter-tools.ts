import { parse, type ValueNode } from '@humanwhocodes/momoa';

/** A list without some of its tools. */
export interface FilteredTools {
  /** The message; everything but the list of tools is as it was, byte for byte. */
  readonly text: string;
  /** The names of the tools that were taken out. */
  readonly hidden: readonly string[];
}

/**
 * Takes tools out of an answer to `tools/list`.
 *
 * @param text - The message.
 * @returns undefined where nothing is to be taken out.
 */
export function filterTools(text: string, isHidden: (tool: string) => boolean): FilteredTools | undefined {
  const tools = memberOf(memberOf(parse(text, { mode: 'json', ranges: true }).body, 'result'), 'tools');
  if (tools?.type !== 'Array' || !tools.range) return undefined;
  const hidden: string[] = [];
  const kept = tools.elements.filter(({ value }) => {
    const name = memberOf(value, 'name');
    if (name?.type !== 'String' || !isHidden(name.value)) return true;
    hidden.push(name.value);
    return false;
  });
  if (hidden.length === 0) return undefined;
  const list = kept.map(({ value: { range } }) => (range ? text.slice(range[0], range[1]) : '')).join(',');
  return { text: `${text.slice(0, tools.range[0])}[${list}]${text.slice(tools.range[1])}`, hidden };
}

/** What readers go by: the last of several members of one name. */
function memberOf(node: ValueNode | undefined, name: string): ValueNode | undefined {
  return node?.type === 'Object' ? node.members.findLast((member) => member.name.type === 'String' && member.name.value === name)?.value : undefined;
}
