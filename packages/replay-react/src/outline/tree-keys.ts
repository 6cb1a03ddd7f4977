import type { OutlineNode } from './outline-node.ts';

/** What a key does in a tree. */
export type TreeAction =
  | { readonly type: 'focus'; readonly index: number }
  | { readonly type: 'toggle'; readonly ids: readonly string[]; readonly open: boolean }
  | { readonly type: 'select' };

/** What a pressed key means in a tree, as its pattern has it; undefined for other keys. */
export function treeAction(key: string, nodes: readonly OutlineNode[], index: number, isOpen: (node: OutlineNode) => boolean): TreeAction | undefined {
  const node = nodes[index];
  if (!node) return undefined;
  const open = node.expandable && isOpen(node);
  switch (key) {
    case 'ArrowDown': return { type: 'focus', index: Math.min(nodes.length - 1, index + 1) };
    case 'ArrowUp': return { type: 'focus', index: Math.max(0, index - 1) };
    case 'Home': return { type: 'focus', index: 0 };
    case 'End': return { type: 'focus', index: nodes.length - 1 };
    case 'ArrowRight':
      if (open) return { type: 'focus', index: Math.min(nodes.length - 1, index + 1) };
      return node.expandable ? { type: 'toggle', ids: [node.id], open: true } : { type: 'focus', index };
    case 'ArrowLeft':
      if (open) return { type: 'toggle', ids: [node.id], open: false };
      return { type: 'focus', index: Math.max(0, node.parentId === undefined ? index : nodes.findIndex(({ id }) => id === node.parentId)) };
    case '*': return { type: 'toggle', ids: nodes.filter((other) => other.expandable && other.parentId === node.parentId).map(({ id }) => id), open: true };
    case 'Enter': case ' ': return { type: 'select' };
    default: return undefined;
  }
}

/** The next node whose title begins with what was typed; -1 when none does. */
export function typedAhead(titles: (index: number) => string, length: number, from: number, typed: string): number {
  const wanted = typed.toLowerCase();
  // One letter goes on to the next such node, more letters may mean the present one.
  for (let step = typed.length === 1 ? 1 : 0; step <= length; step++) {
    const index = (from + step) % length;
    if (titles(index).toLowerCase().startsWith(wanted)) return index;
  }
  return -1;
}
