'use client';
import { memo, type NamedExoticComponent, type ReactElement } from 'react';
import { classes } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { RecordedText } from '../elements/RecordedText.tsx';
import { wordsOf, type OutlineLanguage } from './outline-words.ts';
import type { OutlineNode } from './outline-node.ts';

const LOOKS = { bad: 'ph-bad ph-med', ok: 'ph-ok', stop: 'ph-stop', warn: 'ph-warn', running: 'ph-2nd' } as const;

/** Props of {@link OutlineItem}. */
export interface OutlineItemProps {
  readonly node: OutlineNode;
  readonly size: number;
  readonly open: boolean;
  readonly selected: boolean;
  readonly tabbable: boolean;
  /** Of a chapter: when it begins, as it is written. */
  readonly time: string;
  readonly flagged: boolean;
  readonly language: OutlineLanguage;
  readonly onPress: (node: OutlineNode) => void;
}

/** One line of the outline. Renders a tree item. */
export const OutlineItem: NamedExoticComponent<OutlineItemProps> = memo(function OutlineItem({ node, size, open, selected, tabbable, time, flagged, language, onPress }: OutlineItemProps): ReactElement {
  const { title, icon, kind, status } = wordsOf(node, open, language);
  return (
    <div
      role="treeitem" className={classes('ph-tree__i', kind && `ph-k-${kind}`)} data-node={node.id} aria-level={node.level} aria-setsize={size} aria-posinset={node.position}
      aria-expanded={node.expandable ? open : undefined} aria-selected={selected} tabIndex={tabbable ? 0 : -1} onClick={() => onPress(node)}
    >
      <Icon name={icon} {...(icon === 'spin' && { className: 'ph-spin' })} />
      <span className="ph-cut" title={title}><RecordedText text={title} /></span>{' '}
      <span className="ph-count">
        {flagged && <span className="ph-warn"><Icon name="flag" /><span className="ph-hidden">{language.messages.needsReview}</span></span>}
        {node.level === 1 ? time : status && <span className={LOOKS[status.look]}>{status.text}</span>}
      </span>
    </div>
  );
});
