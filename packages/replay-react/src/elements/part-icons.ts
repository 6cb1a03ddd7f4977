// Icons of single parts: each is loaded with the part that draws it. Outlines on a grid of 16 px, as those in `icon-paths.ts`.
import type { IconPath } from './icon-paths.ts';

/** Leads back. */
export const backIcon: IconPath = 'M9.5 3.5 5 8l4.5 4.5';
/** Branches go off. */
export const branchIcon: IconPath = 'M3.5 4a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M3.5 12a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M9.5 5.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M5 5.5v5M11 7c0 2.5-6 1-6 3.5';
/** A day. */
export const calendarIcon: IconPath = 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3';
/** Downloads. */
export const downloadIcon: IconPath = 'M8 2.5v7M5 7l3 3 3-3M3 13h10';
/** Takes all room. */
export const expandIcon: IconPath = 'M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5 7 9';
/** A link. */
export const linkIcon: IconPath = 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.9-.9';
/** Some of several. */
export const minusIcon: IconPath = 'M4 8h8';
/** There is more. */
export const moreIcon: IconPath = 'M4 8v.1M8 8v.1M12 8v.1';
/** A note. */
export const noteIcon: IconPath = 'M3 3.5h10v7H8L5 13v-2.5H3z';
/** Is kept. */
export const pinIcon: IconPath = 'M5.5 2.5h5M6.5 2.5v4L4 9.5h8L9.5 6.5v-4M8 9.5v4';
/** Two sides. */
export const splitIcon: IconPath = 'M2.5 3h11v10h-11zM8 3v10';
/** Thought wrong. */
export const thumbDownIcon: IconPath = 'M5 9V3H3v6zM5 9l2.5 4.5c1 0 1.6-.7 1.4-1.7L8.5 9.5h3.3c.8 0 1.3-.7 1.1-1.5l-.9-4c-.1-.6-.6-1-1.2-1H5';
/** Thought good. */
export const thumbUpIcon: IconPath = 'M5 7v6H3V7zM5 7l2.5-4.5c1 0 1.6.7 1.4 1.7L8.5 6.5h3.3c.8 0 1.3.7 1.1 1.5l-.9 4c-.1.6-.6 1-1.2 1H5';
/** Shows what is folded. */
export const unfoldIcon: IconPath = 'M5 6l3-3 3 3M5 10l3 3 3-3';
/** Adds something. */
export const plusIcon: IconPath = 'M8 3.5v9M3.5 8h9';
/** Moves between two others. */
export const moveIcon: IconPath = 'M8 2.5v11M5.5 5 8 2.5 10.5 5M5.5 11 8 13.5l2.5-2.5';
/** Makes undone. */
export const undoIcon: IconPath = 'M6 3.5 3 6.5l3 3M3 6.5h6.5a3.2 3.2 0 0 1 0 6.5H6';
