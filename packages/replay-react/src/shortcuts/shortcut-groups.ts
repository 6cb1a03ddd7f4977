import type { ReplayCommand } from '@playhead/replay-core';
import type { ReplaySettings } from '../settings/replay-settings.ts';
import type { ShortcutsMessages } from './shortcuts-messages.ts';

/** The name of a row or a group among the words. */
export type ShortcutWord = Exclude<keyof ShortcutsMessages, 'keys'>;

/** One row of the sheet: what it does, and the commands of which it shows the first key. */
export interface ShortcutRow {
  readonly word: ShortcutWord;
  readonly commands: readonly ReplayCommand[];
  /** The commands are the ends of a row of keys. */
  readonly span?: boolean;
  /** Shown only where the host takes part. */
  readonly needs?: (settings: ReplaySettings) => boolean;
}

const listens = ({ onAction }: ReplaySettings): boolean => onAction !== undefined;
const annotates = (settings: ReplaySettings): boolean => settings.can.annotate ?? listens(settings);
const branches = (settings: ReplaySettings): boolean => listens(settings) && settings.can.branch !== false;

/** The sheet, group by group. */
export const shortcutGroups: readonly (readonly [group: ShortcutWord, rows: readonly ShortcutRow[]])[] = [
  ['playback', [
    { word: 'playPause', commands: ['play-pause'] },
    { word: 'backForward', commands: ['back', 'forward'] },
    { word: 'backForwardEvent', commands: ['back-event', 'forward-event'] },
    { word: 'backForwardFar', commands: ['back-far', 'forward-far'] },
    { word: 'frames', commands: ['previous-frame', 'next-frame'] },
    { word: 'speed', commands: ['slower', 'faster'] },
    { word: 'startEnd', commands: ['start', 'end'] },
    { word: 'live', commands: ['live'] },
  ]],
  ['move', [
    { word: 'moments', commands: ['previous-moment', 'next-moment'] },
    { word: 'snapshots', commands: ['previous-snapshot', 'next-snapshot'] },
    { word: 'turns', commands: ['previous-turn', 'next-turn'] },
    { word: 'agents', commands: ['previous-agent', 'next-agent'] },
    { word: 'errors', commands: ['previous-error', 'next-error'] },
    { word: 'rows', commands: ['previous-row', 'next-row'] },
    { word: 'focus', commands: ['focus'] },
  ]],
  ['review', [
    { word: 'note', commands: ['note'], needs: annotates },
    { word: 'rateTurn', commands: ['rate-good', 'rate-wrong'], needs: annotates },
    { word: 'exportReview', commands: ['export-review'], needs: annotates },
    { word: 'needsReview', commands: ['needs-review'] },
    { word: 'viewed', commands: ['viewed'] },
    { word: 'inspectSnapshot', commands: ['inspect-snapshot'], needs: listens },
  ]],
  ['view', [
    { word: 'search', commands: ['search'] },
    { word: 'tabs', commands: ['tab-1', 'tab-7'], span: true },
    { word: 'copyLink', commands: ['copy-link'] },
    { word: 'intervene', commands: ['intervene'], needs: branches },
    { word: 'closeLayer', commands: ['close'] },
    { word: 'leave', commands: ['leave'], needs: listens },
    { word: 'shortcuts', commands: ['shortcuts'] },
  ]],
];
