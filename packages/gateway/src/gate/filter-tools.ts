import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';

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
  const tree = parseTree(text);
  const tools = tree && findNodeAtLocation(tree, ['result', 'tools']);
  if (tools?.type !== 'array') return undefined;
  const hidden: string[] = [];
  const kept = (tools.children ?? []).filter((tool) => {
    const name = nameOf(tool);
    if (name === undefined || !isHidden(name)) return true;
    hidden.push(name);
    return false;
  });
  if (hidden.length === 0) return undefined;
  const list = kept.map(({ offset, length }) => text.slice(offset, offset + length)).join(',');
  return { text: `${text.slice(0, tools.offset)}[${list}]${text.slice(tools.offset + tools.length)}`, hidden };
}

function nameOf(tool: Node): string | undefined {
  const name: unknown = tool.type === 'object' ? findNodeAtLocation(tool, ['name'])?.value : undefined;
  return typeof name === 'string' ? name : undefined;
}
