import { isJsonObject, type Annotation, type SessionStorage } from '@playhead/protocol';
import type { ApprovalAnswer } from './guard-messages.ts';

/** Looks for answers to messages that wait. */
export interface ApprovalWatch {
  watch(approvalId: string): void;
  unwatch(approvalId: string): void;
  close(): void;
}

/** What {@link watchApprovals} needs. */
export interface ApprovalWatchOptions {
  readonly storage: SessionStorage;
  readonly sessionId: string;
  /** The server that this is sent to, where it goes to one. It is asked for the answers to messages of this connection, and tells an ingest token nothing else. */
  readonly server?: { readonly url: string; readonly token?: string };
  readonly onAnswer: (approvalId: string, answer: ApprovalAnswer) => void;
}

/** How often the storage of this machine is looked at: milliseconds. */
const NEAR_MS = 250;
/** How often a server is asked: milliseconds. */
const FAR_MS = 1000;
const ANSWER_MS = 10_000;

/** Makes a watch. It looks while something waits, and only then. */
export function watchApprovals({ storage, sessionId, server, onAnswer }: ApprovalWatchOptions): ApprovalWatch {
  const waiting = new Set<string>();
  let near: ReturnType<typeof setTimeout> | undefined;
  let far: ReturnType<typeof setTimeout> | undefined;

  const tell = (approvalId: string, answer: ApprovalAnswer | undefined): void => {
    if (answer && waiting.delete(approvalId)) onAnswer(approvalId, answer);
  };
  const lookNear = async (): Promise<void> => {
    const said = await storage.annotations(sessionId).catch((): readonly Annotation[] => []);
    for (const annotation of said) {
      const { approvalId } = annotation.data;
      if (annotation.type === 'approval' && typeof approvalId === 'string') tell(approvalId, answerIn(annotation.data, annotation.author));
    }
    near = waiting.size > 0 ? setTimeout(() => void lookNear(), NEAR_MS) : undefined;
  };
  const lookFar = async ({ url, token }: NonNullable<typeof server>): Promise<void> => {
    await Promise.all([...waiting].map(async (approvalId) => {
      const response = await fetch(`${url.replace(/\/$/, '')}/api/v1/sessions/${sessionId}/approvals/${approvalId}`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS),
      });
      const said: unknown = response.ok ? await response.json() : undefined;
      if (isJsonObject(said)) tell(approvalId, answerIn(said, said['by']));
    })).catch(() => undefined); // it is asked again
    far = waiting.size > 0 ? setTimeout(() => void lookFar({ url, ...(token !== undefined && { token }) }), FAR_MS) : undefined;
  };

  return {
    watch(approvalId) {
      waiting.add(approvalId);
      near ??= setTimeout(() => void lookNear(), NEAR_MS);
      if (server) far ??= setTimeout(() => void lookFar(server), FAR_MS);
    },
    unwatch: (approvalId) => { waiting.delete(approvalId); },
    close() {
      waiting.clear();
      clearTimeout(near);
      clearTimeout(far);
    },
  };
}

function answerIn({ decision, message }: { readonly decision?: unknown; readonly message?: unknown }, by: unknown): ApprovalAnswer | undefined {
  if (decision !== 'approved' && decision !== 'denied') return undefined;
  return { decision, by: typeof by === 'string' ? by : 'somebody', ...(typeof message === 'string' && { message }) };
}
