import type { KeyPress } from '../keys/decode-keys.ts';
import { plain } from '../../plain-text.ts';
import { type CellGrid, widthOf, write } from '../screen/cell-grid.ts';
import type { CursorPlace } from '../screen/painter.ts';
import type { Theme } from './theme.ts';

/** A question in the last line, and what was typed so far. */
export interface PromptLine {
  /** What is asked for, such as `Go to`. */
  readonly label: string;
  readonly text: string;
}

/** A text can be no longer than this. */
const LONGEST = 2000;

/** What follows a key while something is asked for: the question with more or less text, `enter` or `leave`. */
export function editPrompt(prompt: PromptLine, pressed: KeyPress): PromptLine | 'enter' | 'leave' {
  if ('paste' in pressed) return { ...prompt, text: `${prompt.text}${plain(pressed.paste, LONGEST)}`.slice(0, LONGEST) };
  const { key } = pressed;
  if (key === 'Enter') return 'enter';
  if (key === 'Escape' || key === 'Control+c') return 'leave';
  if (key === 'Backspace') return { ...prompt, text: [...prompt.text].slice(0, -1).join('') };
  if (key === 'Control+u') return { ...prompt, text: '' };
  return [...key].length === 1 ? { ...prompt, text: `${prompt.text}${key}`.slice(0, LONGEST) } : prompt;
}

/** Draws the question; of a long text the end. @returns Where the cursor stands. */
export function drawPrompt(grid: CellGrid, y: number, { label, text }: PromptLine, { styles }: Theme): CursorPlace {
  const from = write(grid, 0, y, `${label}: `, styles.bold);
  let shown = text;
  while (widthOf(shown) > grid.columns - from - 1 && shown !== '') shown = [...shown].slice(1).join('');
  return { x: Math.min(grid.columns - 1, write(grid, from, y, shown)), y };
}
