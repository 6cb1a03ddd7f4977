import { parse, type ValueNode } from '@humanwhocodes/momoa';

/** A list without some of its tools. */
export interface FilteredTools {
  /** The message; everything but the list of tools is as it was, byte for byte. */
  readonly text: string;
  /** The names of the tools that were taken out. */
  readonly hidden: readonly string[];
}

/**
 * Takes tools out of answers to `tools/list`.
 *
 * @param text - The message, or a batch of them.
 * @param isHidden - Whether a tool is taken out.
 * @param isList - Whether the message at a place of the batch is such an answer. Default: each is.
 * @returns undefined where nothing is to be taken out.
 */
export function filterTools(text: string, isHidden: (tool: string) => boolean, isList: (place: number) => boolean = () => true): FilteredTools | undefined {
  const { body } = parse(text, { mode: 'json', ranges: true });
  const messages = body.type === 'Array' ? body.elements.map(({ value }) => value) : [body];
  const hidden: string[] = [];
  let left = text;
  for (const [place, message] of [...messages.entries()].toReversed()) { // from the end: what stands before stays where it is
    if (!isList(place)) continue;
    const tools = memberOf(memberOf(message, 'result'), 'tools');
    if (tools?.type !== 'Array' || !tools.range) continue;
    const found: string[] = [];
    const kept = tools.elements.filter(({ value }) => {
      const name = memberOf(value, 'name');
      if (name?.type !== 'String' || !isHidden(name.value)) return true;
      found.push(name.value);
      return false;
    });
    if (found.length === 0) continue;
    hidden.unshift(...found);
    const list = kept.map(({ value: { range } }) => (range ? text.slice(range[0], range[1]) : '')).join(',');
    left = `${left.slice(0, tools.range[0])}[${list}]${left.slice(tools.range[1])}`;
  }
  return hidden.length === 0 ? undefined : { text: left, hidden };
}

/** What readers go by: the last of several members of one name. */
function memberOf(node: ValueNode | undefined, name: string): ValueNode | undefined {
  return node?.type === 'Object' ? node.members.findLast((member) => member.name.type === 'String' && member.name.value === name)?.value : undefined;
}
