import { createIdSource, isPlayheadError, PlayheadError, type SessionStorage } from '@playhead/protocol';
import type { Handler } from '@playhead/server';
import { httpStorage } from '@playhead/storage-adapters/http';
import { isSameServer, outboxStorage, type RefusedUpload } from '@playhead/storage-adapters/outbox';
import { conflictAt, type CentralServer } from './central-server.ts';
import { removeForwardingNote, writeForwardingNote, type ForwardingNote } from './forwarding-note.ts';

/** What a server sends on to another one. */
export interface Forwarding {
  /** Keeps what it is given where it was kept before, and sends it on. */
  readonly storage: SessionStorage;
  /** Refuses requests of this server to itself, as when the other one's address leads back here by way of a proxy. */
  guard(handler: Handler): Handler;
  /** Begins to send what waits, and to note how far it is. */
  begin(): void;
  /** Ends the noting. The storage is closed by whoever it was given to. */
  end(): void;
}

/** What {@link createForwarding} needs. */
export interface ForwardingOptions {
  readonly local: SessionStorage;
  readonly central: CentralServer | undefined;
  /** The data directory. */
  readonly dir: string;
  /** Where this server answers. */
  readonly ownUrl: string;
  /** Told what goes wrong, each thing once until something else does. */
  readonly say: (text: string) => void;
}

/** Says in a request which server forwards. */
const FORWARDER = 'playhead-forwarder';
/** How often it is noted how far it is: milliseconds. */
const NOTE_MS = 2000;
/** How long the end of the server waits for what was not acknowledged: milliseconds. */
const CLOSE_MS = 3000;
/** Of how many sessions it is said that the other server keeps another text. */
const MOST_CONFLICTS = 20;

/**
 * Makes a storage that sends what it keeps to a central server.
 *
 * @returns Undefined where nothing is to be sent, and where it cannot be: a server records all the same.
 */
export function createForwarding({ local, central, dir, ownUrl, say }: ForwardingOptions): Forwarding | undefined {
  if (!central) return undefined;
  if (isSameServer(central.url, ownUrl)) {
    say(`PLAYHEAD_URL (${ownUrl}) is this server itself, so nothing is forwarded. To forward, name another server.`);
    return undefined;
  }
  const own = createIdSource()();
  const conflicts = new Map<string, RefusedUpload>();
  let said = '';
  const tell = (message: string): void => {
    if (message !== said) say(message);
    said = message;
  };
  try {
    const remote = httpStorage({
      ...central,
      retries: 1, retryMs: 200, // the outbox tries again by itself, and says so
      fetch: async (input, init) => fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), [FORWARDER]: own } }),
      onConflict({ sessionId }) {
        const refused = conflictAt(central.url, sessionId);
        if (conflicts.size < MOST_CONFLICTS) conflicts.set(sessionId, refused);
        tell(refused.message);
      },
    });
    const outbox = outboxStorage({ local, remote, closeTimeoutMs: CLOSE_MS, onError: ({ message }) => tell(message), onProgress: () => { said = ''; } });
    return forwardingBy(outbox, { own, note: () => writeForwardingNote(dir, withConflicts({ url: central.url, pid: process.pid, ...outbox.status() }, conflicts)), forget: () => removeForwardingNote(dir, process.pid) });
  } catch (error) {
    if (!isPlayheadError(error)) throw error;
    say(`PLAYHEAD_URL cannot be used, so nothing is forwarded: ${error.message}`);
    return undefined;
  }
}

function withConflicts(note: ForwardingNote, conflicts: ReadonlyMap<string, RefusedUpload>): ForwardingNote {
  return { ...note, refused: [...note.refused, ...conflicts.values()] };
}

function forwardingBy(storage: SessionStorage, { own, note, forget }: { own: string; note: () => void; forget: () => void }): Forwarding {
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    storage,
    guard: (handler) => Object.assign(
      async (request: Request, connection?: Parameters<Handler>[1]) => (request.headers.get(FORWARDER) === own ? refusal() : handler(request, connection)),
      { close: handler.close },
    ),
    begin() {
      note();
      timer = setInterval(note, NOTE_MS);
      timer.unref();
    },
    end() {
      clearInterval(timer);
      forget();
    },
  };
}

function refusal(): Response {
  const { code, message } = new PlayheadError('usage', 'PLAYHEAD_URL leads back to the server that forwards, so nothing is forwarded. Start that server without PLAYHEAD_URL, or name another one.');
  return Response.json({ code, message }, { status: 400 });
}
