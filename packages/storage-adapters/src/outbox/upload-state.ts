import { createIdSource, isJsonObject, isPlayheadError, isUuid, type Cursor, type DerivedStorage, type JsonObject, type SessionStorage } from '@playhead/protocol';

/** How far a session was carried to a storage. */
export interface UploadState {
  /** Under which id the other storage has the session. */
  readonly target: string;
  /** Everything before this position of the local log is acknowledged. */
  readonly cursor: Cursor;
  /** How many records the local log was known to hold when all before `cursor` was acknowledged. */
  readonly events: number;
  /** How many bytes of the local log are acknowledged. */
  readonly bytes: number;
  /** How many annotations are acknowledged, in the order they were stored. */
  readonly annotations: number;
  /** Whether the other storage may have the text from before a rewrite, because it could not be read. */
  readonly unverified: boolean;
}

/** Where uploaders note how far they are. */
export interface UploadStates {
  /**
   * What is known of a session's upload; `state` is undefined where nothing valid is. The token must be taken before the log is read, and
   * is to be given to `put`.
   */
  open(sessionId: string): Promise<{ readonly token: string; readonly state: UploadState | undefined }>;
  /** @returns False when the local log was rewritten since the token was given: its cursors are void, and nothing was noted. */
  put(sessionId: string, token: string, state: UploadState): Promise<boolean>;
  /** What is noted, without preparing anything. */
  peek(sessionId: string): Promise<UploadState | undefined>;
}

/** The name of the derived values. */
const NAME = 'upload';
/** The version of what is noted. */
const STATE = 1;
/** Another value of that name: made once for each text of the log. A rewrite removes it, and with it what is noted of the text before. */
const TOKEN = 0;
/** To how many storages a session may have been carried. */
const MOST_REMOTES = 8;

/**
 * Notes how far sessions were carried, among the derived values of the local storage: what is lost there is sent again, which does no harm.
 *
 * @param remote - Which storage they are carried to.
 */
export function createUploadStates(local: SessionStorage, remote: Pick<SessionStorage, 'name' | 'location'>): UploadStates {
  const key = JSON.stringify([remote.name, remote.location ?? '']);
  const nextToken = createIdSource();
  const derived = local.capabilities.derived ? local.derived : memoryValues();
  const read = async (sessionId: string, version: number): Promise<unknown> => parsed(await derived.get(sessionId, NAME, version));
  const noted = async (sessionId: string): Promise<Record<string, unknown>> => {
    const value = await read(sessionId, STATE);
    return isJsonObject(value) ? value : {};
  };
  const tokenOf = async (sessionId: string): Promise<string | undefined> => {
    const token = await read(sessionId, TOKEN);
    return typeof token === 'string' ? token : undefined;
  };
  /** @returns Whether it is noted: there may be no room. */
  const note = async (sessionId: string, version: number, value: unknown): Promise<boolean> => {
    try {
      await derived.put(sessionId, NAME, version, new TextEncoder().encode(JSON.stringify(value)));
      return true;
    } catch (error) {
      if (isPlayheadError(error) && error.retryable) return false;
      throw error;
    }
  };
  const peek = async (sessionId: string, token: string | undefined): Promise<UploadState | undefined> => {
    const entry = (await noted(sessionId))[key];
    return isJsonObject(entry) && token !== undefined && entry['token'] === token ? stateOf(entry) : undefined;
  };
  return {
    peek: async (sessionId) => peek(sessionId, await tokenOf(sessionId)),
    async open(sessionId) {
      const known = await tokenOf(sessionId);
      if (known !== undefined) return { token: known, state: await peek(sessionId, known) };
      const token = nextToken();
      return { token: (await note(sessionId, TOKEN, token)) ? token : UNNOTED, state: undefined };
    },
    async put(sessionId, token, state) {
      if (token === UNNOTED) return true;
      if ((await tokenOf(sessionId)) !== token) return false;
      const others = Object.entries(await noted(sessionId)).filter(([other]) => other !== key).slice(1 - MOST_REMOTES);
      await note(sessionId, STATE, { ...Object.fromEntries(others), [key]: { token, ...state } });
      return true;
    },
  };
}

/** Stands for a token that could not be noted, as on a full disk: then nothing is, and everything is sent again. */
const UNNOTED = '';

function stateOf(entry: JsonObject): UploadState | undefined {
  const { target, cursor, events, bytes, annotations, unverified } = entry;
  const isState = typeof target === 'string' && isUuid(target) && typeof cursor === 'string' && [events, bytes, annotations].every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  return isState ? { target, cursor, events: Number(events), bytes: Number(bytes), annotations: Number(annotations), unverified: unverified === true } : undefined;
}

/** Values for a storage that keeps no derived ones: then they last as long as the process. */
function memoryValues(): DerivedStorage {
  const values = new Map<string, Uint8Array>();
  return {
    get: async (sessionId, name, version) => values.get(`${sessionId} ${name} ${version}`),
    put: async (sessionId, name, version, bytes) => void values.set(`${sessionId} ${name} ${version}`, bytes),
  };
}

function parsed(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // torn by a crash: as if it had not been noted
  }
}
