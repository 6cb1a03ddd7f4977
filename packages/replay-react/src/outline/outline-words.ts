import type { Step } from '@playhead/replay-core';
import type { IconName } from '../elements/icon-paths.ts';
import { relativePath } from '../elements/relative-path.ts';
import { shortText } from '../elements/text-value.ts';
import { lookOf } from '../events/card-registry.ts';
import type { Formatters } from '../locale/formatters.ts';
import type { OutlineMessages } from './outline-messages.ts';
import type { OutlineNode } from './outline-node.ts';

/** How a line of the outline reads. */
export interface OutlineWords {
  readonly title: string;
  readonly icon: IconName;
  /** The family, for the colour of the icon. */
  readonly kind?: string;
  /** How it ended, in words; nothing where it went well. */
  readonly status?: { readonly text: string; readonly look: 'bad' | 'ok' | 'stop' | 'warn' | 'running' };
}

/** What naming a line needs. */
export interface OutlineLanguage {
  readonly messages: OutlineMessages;
  readonly format: Formatters;
  readonly directory?: string | undefined;
}

const LONGEST = 200;

/** Names a line of the outline. */
export function wordsOf({ of }: OutlineNode, open: boolean, language: OutlineLanguage): OutlineWords {
  const { messages, format } = language;
  if (of.type === 'chapter') return { title: of.chapter.title.slice(0, LONGEST), icon: open ? 'chev-d' : 'chev-r' };
  if (of.type === 'mark') return { title: of.moment.title.slice(0, LONGEST), icon: 'checkpoint', kind: 'checkpoint' };
  if (of.type === 'turn') {
    const text = shortText(of.turn.prompt?.text).trimStart().slice(0, LONGEST).split('\n')[0] ?? '';
    const title = text === '' ? messages.beforeFirstPrompt : text;
    const status = of.turn.outcome === 'failed' ? { text: messages.failed, look: 'bad' } as const : of.turn.outcome === 'interrupted' ? { text: messages.interrupted, look: 'warn' } as const : undefined;
    return { title: of.continued ? messages.continued(title) : title, icon: 'prompt', kind: 'prompt', ...(status && { status }) };
  }
  const [step] = of.steps;
  if (!step) return { title: '', icon: 'tool' };
  if (of.steps.length > 1) return { title: messages.readFiles(of.steps.length, format.number(of.steps.length)), icon: 'read', kind: 'read' };
  const status = statusOf(step, language);
  return { title: titleOf(step, language.directory).slice(0, LONGEST), ...stepLook(step), ...(status && { status }) };
}

function stepLook(step: Step): { readonly kind: string; readonly icon: IconName } {
  // A look needs of its event only what a row without a step would show.
  const look = lookOf({ step, event: { kind: step.kind, severity: 'info' } });
  return look.kind === 'error' ? lookOf({ step: { ...step, status: 'ok' }, event: { kind: step.kind, severity: 'info' } }) : look;
}

function titleOf(step: Step, directory: string | undefined): string {
  if (step.mcp) return `${step.mcp.server} › ${step.mcp.tool}`;
  if (step.skill) return step.skill.name;
  if (step.command !== undefined) return step.command;
  const title = relativePath(step.title, directory);
  if (step.tool === undefined || step.title === step.tool) return title;
  return step.kind === 'edit' || step.kind === 'read' ? `${step.tool} ${title.slice(Math.max(title.lastIndexOf('/'), title.lastIndexOf('\\')) + 1)}` : `${step.tool} ${title}`;
}

function statusOf(step: Step, { messages, format }: OutlineLanguage): OutlineWords['status'] {
  if (step.status === 'denied') return { text: messages.denied, look: 'stop' };
  if (step.test) return step.test.failed > 0 ? { text: messages.testsFailed(step.test.failed, format.number(step.test.failed)), look: 'bad' } : { text: messages.testsPassed(step.test.passed, format.number(step.test.passed)), look: 'ok' };
  if (step.status === 'failed') return { text: messages.failed, look: 'bad' };
  if (step.status === 'interrupted') return { text: messages.interrupted, look: 'warn' };
  return step.status === 'running' ? { text: messages.running, look: 'running' } : undefined;
}
