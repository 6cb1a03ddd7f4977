import type { Chapter, Moment, SessionModel, Step, Turn } from '@playhead/replay-core';
import { lastAt } from '../replay/step-index.ts';
import { addNodes, isMark, type OutlineNode, type StepPlace } from './outline-node.ts';

/** The lines of an outline as they are now: only what is in open nodes is there. */
export interface OutlineLines {
  readonly nodes: readonly OutlineNode[];
  /** How many nodes are in a node; in the whole, of `''`. */
  sizeOf(parentId: string): number;
  /** The node to show for the event at the playhead: the deepest one that is there. */
  readonly current: number;
}

/** What the outline is of. */
export interface OutlineInput {
  readonly model: Pick<SessionModel, 'chapters' | 'turns' | 'moments' | 'session'>;
  /** Microseconds since the Unix epoch: when the event at the playhead happened. */
  readonly at: number;
  /** When the step at the playhead began. */
  readonly stepAt?: number | undefined;
  /** What the user opened and closed, by node. */
  readonly toggled: ReadonlyMap<string, boolean>;
}

/** A turn as far as one chapter holds it. */
interface Part {
  readonly turn: Turn;
  readonly from: number;
  readonly to: number;
  readonly continued: boolean;
}

/** Chapters, turns and steps of a growing session. */
export interface OutlineTree {
  lines(input: OutlineInput): OutlineLines;
}

/** Makes an outline. Closed nodes cost nothing; in open ones only steps that changed are looked at again. */
export function createOutlineTree(): OutlineTree {
  const known = new Map<string, KnownNodes>();
  return {
    lines({ model, at, stepAt, toggled }) {
      const chapters = chaptersOf(model);
      const marks = model.moments.some(isMark) ? model.moments.filter(isMark) : [];
      const currentChapter = Math.max(0, lastAt(chapters, (chapter) => chapter.at, at));
      const nodes: OutlineNode[] = [];
      const sizes = new Map<string, number>([['', chapters.length]]);
      let current = -1;
      chapters.forEach((chapter, index) => {
        const id = `chapter ${chapter.id}`;
        const [from, to] = [index === 0 ? -Infinity : chapter.at, chapters[index + 1]?.at ?? Infinity];
        const here = index === currentChapter;
        const open = toggled.get(id) ?? here;
        if (here) current = nodes.length;
        nodes.push({ id, level: 1, position: index + 1, at: chapter.at, ...(chapter.eventId !== undefined && { eventId: chapter.eventId }), expandable: true, of: { type: 'chapter', chapter } });
        if (!open) return;
        const parts = partsOf(model.turns, from, to);
        const [only] = parts;
        const stepsOf = (part: Part, place: StepPlace): void => {
          const inside = stepNodes(known, part, marks, place);
          sizes.set(place.parentId, inside.length);
          if (here && at >= part.from && at < part.to) {
            const found = lastAt(inside, (node) => node.at, Math.min(at, stepAt ?? at));
            if (found >= 0) current = nodes.length + found;
          }
          for (const node of inside) nodes.push(node);
        };
        // A chapter that is a turn need not name it twice.
        if (only && parts.length === 1 && chapter.origin === 'turn') return stepsOf(only, { parentId: id, level: 2 });
        sizes.set(id, parts.length);
        const currentPart = here ? lastAt(parts, (part) => part.from, at) : -1;
        parts.forEach((part, place) => {
          const { turn, continued } = part;
          const partId = `turn ${turn.id} in ${chapter.id}`;
          const hasSteps = stepRange(turn.steps, part.from, part.to).length > 0;
          if (place === currentPart) current = nodes.length;
          const eventId = continued ? stepRange(turn.steps, part.from, part.to)[0]?.eventIds[0] : turn.eventIds[0];
          nodes.push({ id: partId, level: 2, parentId: id, position: place + 1, at: Math.max(turn.startedAt, part.from), ...(eventId !== undefined && { eventId }), expandable: hasSteps, of: { type: 'turn', turn, continued } });
          if (hasSteps && (toggled.get(partId) ?? place === currentPart)) stepsOf(part, { parentId: partId, level: 3 });
        });
      });
      return { nodes, sizeOf: (parentId) => sizes.get(parentId) ?? 0, current };
    },
  };
}

/** The chapters; a session without any is one. */
function chaptersOf({ chapters, turns, session }: OutlineInput['model']): readonly Chapter[] {
  if (chapters.length > 0 || turns.length === 0) return chapters;
  return [{ id: 'session', title: session.name, at: session.startedAt, origin: 'recorded' }];
}

/** The turns of a stretch of time; one that began before it goes on in it. */
function partsOf(turns: readonly Turn[], from: number, to: number): readonly Part[] {
  const first = Math.max(0, lastAt(turns, (turn) => turn.startedAt, from === -Infinity ? from : from - 1));
  const parts: Part[] = [];
  for (let index = first; index < turns.length; index++) {
    const turn = turns[index];
    if (!turn || turn.startedAt >= to) break;
    const continued = turn.startedAt < from;
    const until = Math.min(to, turns[index + 1]?.startedAt ?? Infinity);
    if (continued && stepRange(turn.steps, from, to).length === 0) continue;
    parts.push({ turn, from: continued ? from : index === 0 && from === -Infinity ? from : turn.startedAt, to: Math.max(until, from), continued });
  }
  return parts;
}

function stepRange(steps: readonly Step[], from: number, to: number): readonly Step[] {
  const start = from === -Infinity ? 0 : lastAt(steps, (step) => step.startedAt, from - 1) + 1;
  const end = to === Infinity ? steps.length : lastAt(steps, (step) => step.startedAt, to - 1) + 1;
  return start === 0 && end === steps.length ? steps : steps.slice(start, end);
}

interface KnownNodes {
  readonly steps: readonly Step[];
  readonly marks: readonly Moment[];
  readonly nodes: readonly OutlineNode[];
}

function stepNodes(known: Map<string, KnownNodes>, { turn, from, to }: Part, allMarks: readonly Moment[], place: StepPlace): readonly OutlineNode[] {
  const key = `${turn.id} ${place.parentId}`;
  const before = known.get(key);
  const steps = stepRange(turn.steps, from, to);
  const marks = allMarks.filter(({ at }) => at >= from && at < to);
  const same = before ? sameUntil(before.steps, steps) : 0;
  if (before && same === steps.length && same === before.steps.length && sameUntil(before.marks, marks) === Math.max(marks.length, before.marks.length)) return before.nodes;
  const nodes: OutlineNode[] = [];
  let [firstStep, firstMark] = [0, 0];
  if (before && sameUntil(before.marks, marks) === before.marks.length) {
    const newMarkAt = marks[before.marks.length]?.at ?? Infinity;
    // The last node that is kept may be a group that grows, or that a late mark parts: it is made anew.
    for (const node of before.nodes) {
      const { of } = node;
      const [stepsIn, marksIn, end] = of.type === 'steps' ? [of.steps.length, 0, of.steps.at(-1)?.startedAt ?? node.at] : [0, 1, node.at];
      if (firstStep + stepsIn >= same || end > newMarkAt) break;
      nodes.push(node);
      firstStep += stepsIn;
      firstMark += marksIn;
    }
  }
  addNodes(nodes, steps.slice(firstStep), marks.slice(firstMark), place);
  known.set(key, { steps, marks, nodes });
  return nodes;
}

function sameUntil<Item>(a: readonly Item[], b: readonly Item[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return index;
  return length;
}
