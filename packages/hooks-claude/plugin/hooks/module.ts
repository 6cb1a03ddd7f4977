// The plugin inside Claude Code: hands what happens to the server of Playhead on this machine, or leaves it on the disk where none answers.
// It never changes what it sees and never waits for what it sends. Clients without such modules send over HTTP, as hooks.json says.
// The client reads this file as it is and checks it: events are named by literals, `$` only as `$.noun.event(…)`.

const VERSION = '0.0.0';
/** A server that has not answered by then counts as away. */
const ANSWER_MS = 2000;
/** After that long a server that was away is asked again. */
const AWAY_MS = 3000;
/** The end of a session waits no longer than this for what is being sent. */
const END_MS = 1500;

/** The client has it; its declarations do not say so. */
declare function setTimeout(run: () => void, milliseconds: number): unknown;

export type Json = Readonly<Record<string, unknown>>;
type Next = (event: Json) => Promise<Json>;
export type Hook = ($: Engine, event: Json, next: Next) => Promise<Json>;

/** What of the client is used here. */
export interface Engine {
  readonly env: { get(name: string): Promise<string | undefined>; set(name: string, value: string): Promise<unknown> };
  readonly fs: { read(path: string): Promise<string>; write(path: string, text: string): Promise<unknown> };
  readonly http: { fetch(url: string, init: { method: string; headers: Record<string, string>; body: string }): Promise<{ readonly headers: Readonly<Record<string, string>> }> };
}

/** Registers a hook. */
export interface On {
  (event: string, hook: Hook): { catch(handler: Hook): void };
  (event: string, matcher: Json, hook: Hook): { catch(handler: Hook): void };
}

/** What the environment of the client says. */
interface Setting {
  readonly home: string;
  readonly record: boolean;
  readonly redaction: string;
  /** The session to join that a launcher began; blank where there is none. */
  readonly session: string;
  readonly url: string | undefined;
  readonly token: string | undefined;
}

/** A server, and what it knows this module by. */
interface Receiver {
  readonly url: string;
  readonly token: string | undefined;
}

interface Waiting {
  readonly payload: Json;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly delivery: string;
}

/** What is known while a client runs. */
interface Recording {
  session: string | undefined;
  begun: Promise<Setting | undefined> | undefined;
  /** The fields that every payload has, by agent; `''` is the main one. */
  readonly bases: Map<string, Json>;
  /** The subagent that makes a call, while it runs. */
  readonly agents: Map<string, unknown>;
  /** The server of each MCP tool. */
  readonly servers: Map<string, Json>;
  readonly waiting: Waiting[];
  sending: Promise<void> | undefined;
  /** The server that answered last. */
  receiver: Receiver | undefined;
  awayUntil: number;
  count: number;
  readonly process: number;
}

const BASE = ['session_id', 'transcript_path', 'cwd', 'prompt_id', 'permission_mode', 'agent_id', 'agent_type', 'effort'];

export const register = (on: On): void => {
  const recording: Recording = {
    session: undefined, begun: undefined, bases: new Map(), agents: new Map(), servers: new Map(), waiting: [], sending: undefined, receiver: undefined, awayUntil: 0, count: 0,
    process: 1 + Math.floor(Math.random() * 1e9),
  };
  on('classic.*', async ($, event, next) => {
    const at = Date.now();
    if (textOf(event['session_id']) !== undefined && event['session_id'] !== recording.session) begin($, recording, String(event['session_id']));
    const setting = await recording.begun;
    const passed = next(event); // first, so that the client does not wait for what is done here
    try {
      const payload = payloadOf(recording, event);
      if (setting && payload) keep($, recording, setting, payload, at);
    } catch {
      // this one comes from the transcript; the event was passed on already, and may not be twice
    }
    return passed;
  }).catch(passOn);
  on('tool.describe', { tool: /^mcp__/ }, async (_$, event, next) => {
    const provider = isJson(event['provider']) ? textOf(event['provider']['plugin']) : undefined;
    if (provider?.startsWith('mcp:') && !recording.servers.has(String(event['tool']))) recording.servers.set(String(event['tool']), { name: provider.slice(4) });
    return next(event);
  }).catch(passOn);
  on('tool.call', async ($, event, next) => {
    const id = String(event['tool_use_id']);
    if (event['agentId'] !== undefined) recording.agents.set(id, event['agentId']); // PreToolUse comes inside, and does not say it
    const result = await next(event).finally(() => recording.agents.delete(id));
    const setting = await recording.begun;
    const text = textOf(result['text']) ?? textOf(result['deny']);
    if (setting && text?.startsWith('The user doesn\'t want to ')) keep($, recording, setting, { ...baseOf(recording, event['agentId']), hook_event_name: 'ToolCallRefused', tool_use_id: id, text }, Date.now());
    return result;
  }).catch(passOn);
  on('session.append', { door: 'response' }, async ($, event, next) => {
    const at = Date.now();
    const setting = await recording.begun;
    const content = isJson(event['message']) && Array.isArray(event['message']['content']) ? event['message']['content'].map(thoughtIn) : [];
    if (setting && content.some((thought) => thought !== null)) keep($, recording, setting, { ...baseOf(recording, event['agentId']), hook_event_name: 'AssistantThinking', uuid: event['uuid'], content }, at);
    return next(event);
  }).catch(passOn);
  on('session.end', async ($, event, next) => {
    const result = await next(event);
    const setting = await recording.begun;
    if (setting) await settle($, recording, setting);
    return result;
  }).catch(passOn);
};

/** What happens where a hook of ours fails: as if it were not there. */
async function passOn(_$: Engine, event: Json, next: Next): Promise<Json> {
  return next(event);
}

/** Learns how a session is recorded, and tells the HTTP hooks of the plugin that this session is taken care of. */
function begin($: Engine, recording: Recording, session: string): void {
  recording.session = session;
  recording.begun = settingOf($).then(async (setting) => {
    if (!setting.record) return undefined;
    await $.env.set('PLAYHEAD_MODULE', session);
    return setting;
  }).catch(() => undefined); // the HTTP hooks record it then
}

async function settingOf($: Engine): Promise<Setting> {
  const own = (await $.env.get('PLAYHEAD_HOME')) || undefined;
  const data = (await $.env.get('XDG_DATA_HOME')) || undefined;
  const home = own ?? `${data?.startsWith('/') === true ? data : `${(await $.env.get('HOME')) ?? ''}/.local/share`}/playhead`;
  const redaction = (await $.env.get('PLAYHEAD_REDACTION')) ?? '';
  return {
    home, record: (await $.env.get('PLAYHEAD_RECORD')) !== '0', redaction: /^(?:off|entity|strict)$/.test(redaction) ? redaction : '',
    session: /^[\da-f-]{36}$/.exec((await $.env.get('PLAYHEAD_SESSION_ID')) ?? '')?.[0] ?? '',
    url: (await $.env.get('PLAYHEAD_URL')) || undefined, token: (await $.env.get('PLAYHEAD_TOKEN')) || undefined,
  };
}

/** The payload that a hook in the settings would have got. Of PreToolUse only the call comes: its place is that of what came before. */
function payloadOf(recording: Recording, event: Json): Json | undefined {
  if (textOf(event['session_id']) !== undefined) {
    const agent = textOf(event['agent_id']) ?? '';
    recording.bases.set(agent, { ...recording.bases.get(agent), ...Object.fromEntries(BASE.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]]))) });
    if (isJson(event['mcp_server']) && textOf(event['tool_name']) !== undefined) recording.servers.set(String(event['tool_name']), event['mcp_server']);
    if (event['hook_event_name'] === 'SubagentStop') recording.bases.delete(agent);
    return event;
  }
  if (textOf(event['tool_use_id']) === undefined || textOf(event['tool']) === undefined) return undefined;
  const { tool, tool_use_id: id, agentId, consent: _consent, $shadowed: shadowed, ...input } = event;
  const server = recording.servers.get(String(tool));
  return {
    ...baseOf(recording, agentId ?? recording.agents.get(String(id))), hook_event_name: 'PreToolUse', tool_name: tool, tool_input: isJson(shadowed) ? { ...input, ...shadowed } : input, tool_use_id: id,
    ...(server !== undefined && { mcp_server: server }),
  };
}

function baseOf(recording: Recording, agent: unknown): Json {
  const main = recording.bases.get('') ?? { session_id: recording.session };
  const id = textOf(agent);
  return id === undefined ? main : recording.bases.get(id) ?? { ...main, agent_id: id };
}

/** What the model thought; everything else that it says comes by hooks. */
function thoughtIn(block: unknown): string | null {
  return isJson(block) && block['type'] === 'thinking' ? textOf(block['thinking']) ?? null : null;
}

function keep($: Engine, recording: Recording, setting: Setting, payload: Json, at: number): void {
  recording.count += 1;
  recording.waiting.push({ payload, at, delivery: `module-${recording.process}-${recording.count}` });
  recording.sending ??= sendAll($, recording, setting).finally(() => { recording.sending = undefined; });
}

/** Hands over what waits, in the order it came. */
async function sendAll($: Engine, recording: Recording, setting: Setting): Promise<void> {
  for (let [first] = recording.waiting; first !== undefined; [first] = recording.waiting) {
    const sent = await send($, recording, setting, first).catch(() => false);
    if (recording.waiting[0] !== first) return; // the session ended meanwhile, and what waited is on the disk
    if (!sent) await spool($, recording, setting, first).catch(() => undefined);
    if (recording.waiting[0] === first) recording.waiting.shift();
  }
}

/** @returns Whether a server took it, or said that it is not to be recorded. */
async function send($: Engine, recording: Recording, setting: Setting, { payload, at, delivery }: Waiting): Promise<boolean> {
  if (Date.now() < recording.awayUntil) return false;
  recording.receiver ??= await receiverOf($, setting);
  if (!recording.receiver) return false; // it may be about to start
  const { url, token } = recording.receiver;
  const headers = {
    'content-type': 'application/json', 'playhead-hooks': `module/${VERSION}`, 'playhead-at': `${at * 1000}`, 'playhead-delivery': delivery,
    'playhead-redaction': setting.redaction, 'playhead-session': setting.session, ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const asked = $.http.fetch(`${url}/hooks/claude`, { method: 'POST', headers, body: JSON.stringify(payload) })
    .then(({ headers: told }) => told['playhead-recorded'] === '1' || told['playhead-refused'] !== undefined, () => false);
  const answered = await Promise.race([asked, later(ANSWER_MS)]);
  if (!answered) {
    recording.awayUntil = Date.now() + AWAY_MS;
    recording.receiver = undefined;
  }
  return answered;
}

/** The server of this machine, which forwards to `PLAYHEAD_URL` where one is set; else that one. */
async function receiverOf($: Engine, { home, url, token }: Setting): Promise<Receiver | undefined> {
  const local = await $.fs.read(`${home}/server.json`).then((text) => textOf(JSON.parse(text)['url']), () => undefined);
  if (local === undefined) return url === undefined ? undefined : { url: url.replace(/\/+$/, ''), token };
  return { url: local, token: await $.fs.read(`${home}/server.token`).then((text) => text.trim(), () => token) };
}

/** Leaves a payload where the next server or command finds it, unless the repository is not to be recorded. */
async function spool($: Engine, recording: Recording, setting: Setting, { payload, at }: Waiting): Promise<void> {
  const folder = textOf(payload['cwd']);
  const settings = folder === undefined ? '' : await $.fs.read(`${folder}/.playhead.json`).catch(() => '');
  if (/"record"\s*:\s*false/.test(settings)) return;
  recording.count += 1;
  const name = `${Math.floor(at / 1000)}.${String(at % 1000).padStart(3, '0')}${String(recording.count % 1000).padStart(3, '0')}_${recording.process}_0_module-${VERSION}_${setting.redaction}${setting.session === '' ? '' : `~${setting.session}`}.part`;
  await $.fs.write(`${setting.home}/spool/hooks-claude/${name}`, `${JSON.stringify(payload)}\n`);
}

/** At the end of a session nothing may be left in memory; nor may it wait for a server that hangs. */
async function settle($: Engine, recording: Recording, setting: Setting): Promise<void> {
  await Promise.race([recording.sending ?? Promise.resolve(), later(END_MS)]);
  const left = recording.waiting.splice(0);
  for (const waiting of left) await spool($, recording, setting, waiting).catch(() => undefined);
}

function later(milliseconds: number): Promise<false> {
  return new Promise((resolve) => { setTimeout(() => resolve(false), milliseconds); });
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
