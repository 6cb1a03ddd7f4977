import { PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { listReviewedSessions } from '@playhead/replay-core';
import type { CommandContext, CommandInput } from '../command.ts';
import { canAsk, pickOne } from '../screen/pick.ts';
import { sessionLines } from '../session-table.ts';
import { shortIds } from '../short-ids.ts';
import { wantedSession } from './with-session.ts';

/** How many recordings are offered. */
const OFFERED = 200;
/** Cells that the picker takes of a line. */
const PICKER_CELLS = 6;

/**
 * The recording that the first argument names; without one, whoever sits at the terminal chooses.
 *
 * @throws PlayheadError `usage` where nobody can be asked, `aborted` when nothing was chosen; as {@link wantedSession}.
 */
export async function chosenSession(storage: SessionStorage, input: CommandInput, context: CommandContext): Promise<Pick<SessionInfo, 'sessionId'>> {
  const [text] = input.positionals;
  if (text !== undefined) return wantedSession(storage, text);
  if (!canAsk(context) || input.flag('json')) throw new PlayheadError('usage', 'Which recording? Give its id: playhead sessions list shows them. At a terminal one can be chosen.');
  const { sessions } = await listReviewedSessions(storage, { limit: OFFERED });
  if (sessions.length === 0) throw new PlayheadError('session_not_found', 'No sessions are recorded here yet. Wire Claude Code with playhead init claude.');
  const ids = await shortIds(storage, sessions.map(({ sessionId }) => sessionId));
  const lines = sessionLines(sessions, ids, { columns: (context.screen?.columns ?? 80) - PICKER_CELLS, style: (_look, line) => line }).slice(1);
  return { sessionId: await pickOne('Which recording?', sessions.map(({ sessionId }, index) => ({ value: sessionId, label: lines[index] ?? sessionId })), context) };
}
