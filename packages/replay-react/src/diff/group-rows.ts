import { cloneElement, isValidElement, type ReactElement, type ReactNode } from 'react';

/** What a row of a table says of itself. */
export type RowSign = 'removed' | 'added' | undefined;

/**
 * Sorts the rows of a change in a drawn table as every unified diff has them: all that go, then all that come. Rows that
 * stayed part the changes. What has no table body comes back as it is.
 *
 * @param signOf - Reads the sign of a `<tr>`.
 */
export function groupRows(node: ReactNode, signOf: (row: ReactElement) => RowSign): ReactNode {
  if (Array.isArray(node)) return node.map((child: ReactNode) => groupRows(child, signOf));
  if (!isElement(node)) return node;
  const { children } = node.props;
  if (node.type === 'tbody') return cloneElement(node, undefined, ...grouped(rowsOf(children), signOf));
  if (children === undefined || children === null) return node;
  const next = groupRows(children, signOf);
  return next === children ? node : cloneElement(node, undefined, ...(Array.isArray(next) ? next as ReactNode[] : [next])); // an array here is the children of a static element
}

interface Parent { readonly children?: ReactNode }

const isElement = (node: ReactNode): node is ReactElement<Parent> => isValidElement(node);

/** The rows of a table body; two rows in one fragment are two. */
function rowsOf(node: ReactNode): ReactElement[] {
  if (Array.isArray(node)) return node.flatMap(rowsOf);
  if (!isElement(node)) return [];
  return node.type === 'tr' ? [node] : rowsOf(node.props.children);
}

function grouped(rows: readonly ReactElement[], signOf: (row: ReactElement) => RowSign): ReactElement[] {
  const result: ReactElement[] = [];
  let added: ReactElement[] = [];
  for (const row of rows) {
    const sign = signOf(row);
    if (sign === 'added') added.push(row);
    else {
      if (sign === undefined) {
        result.push(...added);
        added = [];
      }
      result.push(row);
    }
  }
  return [...result, ...added];
}
