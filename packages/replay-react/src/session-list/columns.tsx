import type { MouseEvent, ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { pinIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { SparkBars } from '../stats/Spark.tsx';
import { startedWords } from './calendar.ts';
import type { ListSettings } from './ListContext.tsx';
import { agentOf, durationOf, identityOf, nameOf, projectOf, standingOf, tagsOf, type SessionListItem, type SessionSortKey } from './session-list-item.ts';

/** What a cell draws from. */
export interface SessionCellProps {
  readonly session: SessionListItem;
  readonly list: ListSettings;
}

/** A column of the table. */
export interface SessionColumn {
  readonly name: SessionSortKey | 'activity' | 'pin';
  readonly className: string;
  /** Whether it is sorted from the largest on. */
  readonly number: boolean;
  readonly Cell: (props: SessionCellProps) => ReactElement | null;
}

const STANDINGS = {
  success: ['pass', 'ph-ok'], failed: ['error', 'ph-bad'], interrupted: ['skip', 'ph-warn'], max_iterations_reached: ['clock', 'ph-warn'], live: [undefined, 'ph-live'], processing: ['spin', 'ph-2nd'], completed: ['end', 'ph-2nd'],
} as const satisfies Record<string, readonly [IconName | undefined, string]>;
const LONGEST = 300;
const LONGEST_TAG = 40;
const TAGS_SHOWN = 3;

function OutcomeCell({ session, list: { messages } }: SessionCellProps): ReactElement {
  const standing = standingOf(session);
  const [icon, look] = STANDINGS[standing];
  return (
    <span className={`ph-row ph-sessions__outcome ${look}`}>
      {icon ? <Icon name={icon} {...(icon === 'spin' && { className: 'ph-spin' })} /> : <i className="ph-dot ph-dot--live" />}
      <span className="ph-med">{messages.standings[standing]}</span>
    </span>
  );
}

function SessionCell({ session, list }: SessionCellProps): ReactElement {
  const { hrefOf, onOpen, Link } = list;
  const prompt = session.prompt?.slice(0, LONGEST);
  const more = prompt !== undefined && prompt !== session.name;
  const open = (event: MouseEvent<HTMLElement>): void => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    onOpen?.(session, event);
  };
  const title = <b className="ph-cut"><VisibleText text={nameOf(session, list.messages).slice(0, LONGEST)} /></b>;
  const href = hrefOf?.(session);
  return (
    // The click of the link bubbles: any link component will do.
    <div onClick={open}>
      {href !== undefined
        ? Link ? <Link href={href} className="ph-sessions__link">{title}</Link> : <a href={href} className="ph-sessions__link">{title}</a>
        : onOpen ? <button type="button" className="ph-sessions__link">{title}</button> : title}
      {session.flagged === true || tagsOf(session).length > 0
        ? <span className="ph-row ph-sessions__tags"><Tags session={session} list={list} />{more && <span className="ph-muted ph-cut"><VisibleText text={prompt} /></span>}</span>
        : more && <span className="ph-muted ph-cut"><VisibleText text={prompt} /></span>}
      <span className="ph-muted ph-cut ph-sessions__brief"><StartedCell session={session} list={list} /> · {list.format.time(durationOf(session) / 1000)}{projectOf(session) !== undefined && <> · <VisibleText text={projectOf(session) ?? ''} /></>}</span>
    </div>
  );
}

/** What reviewers marked a session with. */
function Tags({ session, list: { messages } }: SessionCellProps): ReactElement {
  return (
    <>
      {session.flagged === true && <span className="ph-warn" title={messages.flagged}><Icon name="flag" small /><span className="ph-hidden">{messages.flagged}</span></span>}
      {tagsOf(session).slice(0, TAGS_SHOWN).map((tag) => <span key={tag} className="ph-badge ph-cut"><VisibleText text={tag.slice(0, LONGEST_TAG)} /></span>)}
    </>
  );
}

function StartedCell({ session, list: { calendar, write, messages } }: SessionCellProps): ReactElement {
  const at = session.startedAt / 1000;
  return <time dateTime={new Date(at).toISOString()} title={write.dayAndTime(at)}>{startedWords(at, calendar, write, messages)}</time>;
}

function ChangesCell({ session: { changes }, list: { format } }: SessionCellProps): ReactElement | null {
  return changes ? <><span className="ph-plus">+{format.number(changes.added)}</span> <span className="ph-minus">−{format.number(changes.removed)}</span></> : null;
}

function TestsCell({ session: { tests }, list: { format, messages } }: SessionCellProps): ReactElement | null {
  if (!tests) return null;
  if (tests.failed > 0) return <span className="ph-bad">{messages.failed(format.number(tests.failed))}</span>;
  return tests.passed > 0 ? <span className="ph-ok">{messages.passed(format.number(tests.passed))}</span> : <span className="ph-muted">{messages.noTests}</span>;
}

function ReviewCell({ session: { review = 0, reviewAll = review }, list: { format, messages } }: SessionCellProps): ReactElement | null {
  return review > 0 ? <span className="ph-row ph-warn" title={reviewAll > review ? messages.toReviewOf(review, reviewAll) : messages.toReview(review)}><Icon name="flag" small />{format.number(review)}</span> : null;
}

function ActivityCell({ session: { activity } }: SessionCellProps): ReactElement | null {
  return activity ? <SparkBars values={activity.counts.slice(0, 48)} errors={activity.errors?.slice(0, 48)} width={112} height={20} /> : null;
}

/** Says that a session is kept, or lets the user say so. */
function PinCell({ session, list: { messages, onPin } }: SessionCellProps): ReactElement | null {
  const pinned = session.pinned === true;
  if (!onPin) return pinned ? <span className="ph-2nd" title={messages.pinned}><Icon name={pinIcon} small /><span className="ph-hidden">{messages.pinned}</span></span> : null;
  const label = messages.pin(nameOf(session, messages).slice(0, 200));
  return <button type="button" className={`ph-checkbox ${pinned ? 'ph-live' : 'ph-muted'}`} aria-pressed={pinned} aria-label={label} title={pinned ? messages.pinned : messages.pinHint} onClick={() => onPin(session, !pinned)}><Icon name={pinIcon} small /></button>;
}

/** A number that a recorded header may have in place of one of ours, or nothing. */
const counted = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);

const text = (valueOf: (session: SessionListItem) => string | undefined) => function TextCell({ session }: SessionCellProps): ReactElement {
  return <VisibleText text={valueOf(session)?.slice(0, LONGEST) ?? ''} />;
};

const COLUMNS: readonly (SessionColumn & { readonly known: (session: SessionListItem) => boolean })[] = [
  { name: 'outcome', className: 'ph-c-outcome', number: false, Cell: OutcomeCell, known: () => true },
  { name: 'session', className: 'ph-c-session', number: false, Cell: SessionCell, known: () => true },
  { name: 'project', className: 'ph-c-project', number: false, Cell: text(projectOf), known: (session) => projectOf(session) !== undefined },
  { name: 'agent', className: 'ph-c-agent', number: false, Cell: text(agentOf), known: (session) => agentOf(session) !== undefined },
  { name: 'identity', className: 'ph-c-identity', number: false, Cell: text(identityOf), known: (session) => identityOf(session) !== undefined },
  { name: 'started', className: 'ph-c-started', number: false, Cell: StartedCell, known: () => true },
  { name: 'duration', className: 'ph-c-duration num', number: true, Cell: ({ session, list }) => <>{list.format.time(durationOf(session) / 1000)}</>, known: () => true },
  { name: 'iterations', className: 'ph-c-iterations ph-c-tests num', number: true, Cell: ({ session, list }) => <>{counted(session.iterations) === undefined ? '' : list.format.number(session.iterations ?? 0)}</>, known: ({ iterations }) => counted(iterations) !== undefined },
  { name: 'activity', className: 'ph-c-activity', number: true, Cell: ActivityCell, known: ({ activity }) => activity !== undefined },
  { name: 'changes', className: 'ph-c-changes num', number: true, Cell: ChangesCell, known: ({ changes }) => changes !== undefined },
  { name: 'tests', className: 'ph-c-tests num', number: true, Cell: TestsCell, known: ({ tests }) => tests !== undefined },
  { name: 'review', className: 'ph-c-review', number: true, Cell: ReviewCell, known: ({ review }) => review !== undefined },
  { name: 'cost', className: 'ph-c-cost num', number: true, Cell: ({ session: { costUsd }, list }) => <>{costUsd === undefined ? '' : list.format.cost(costUsd)}</>, known: ({ costUsd }) => costUsd !== undefined },
  { name: 'size', className: 'ph-c-size ph-c-tests num', number: true, Cell: ({ session, list }) => <>{counted(session.bytes) === undefined ? '' : list.format.bytes(session.bytes ?? 0)}</>, known: ({ bytes }) => counted(bytes) !== undefined },
  { name: 'pin', className: 'ph-c-pin ph-c-check', number: false, Cell: PinCell, known: ({ pinned }) => pinned === true },
];

/** The columns of which at least one session has something to say, and that of pins where they can be set. */
export function columnsOf(sessions: readonly SessionListItem[], canPin: boolean): readonly SessionColumn[] {
  return COLUMNS.filter(({ name, known }) => sessions.some(known) || (name === 'pin' && canPin));
}
