/** Of a header. */
const HEADER = [
  'sessionId', 'harness', 'harnessVersion', 'harnessSessionId', 'identity.type', 'models.*', 'agents.*.id', 'agents.*.type', 'agents.*.model', 'capture.tier', 'capture.loses.*', 'capture.protection',
  'resumeOf', 'forkOf', 'clearedFrom', 'parent', 'branchPoint', 'git.commit', 'redaction.policy', 'redaction.digest', 'redaction.rules',
] as const;

/**
 * What `strict` keeps of each event: fields that say what kind of thing happened, never what it was about. `*` is any
 * place in a list. Of an event without words of its own only numbers are kept, of one that nobody knows nothing.
 */
const ADMITTED: Readonly<Record<string, readonly string[]>> = {
  session_start: HEADER,
  session_update: HEADER,
  session_dropped: ['reason', 'harness', 'harnessSessionId'],
  session_stop: ['outcome', 'reason'],
  session_status: ['status'],
  final_output: ['format'],
  prompt: ['origin'],
  assistant_text: ['messageId'],
  assistant_thinking: ['messageId'],
  turn_end: ['outcome'],
  tool_call: ['name', 'kind'],
  terminal_command: ['tool'],
  mcp_call: ['server', 'tool', 'name', 'serverVersion'],
  skill_use: ['name', 'version', 'tool'],
  terminal_output: ['stream', 'signal'],
  file_diff: ['change'],
  file_change: ['change'],
  file_read: ['mediaType'],
  search: ['scope'],
  test_result: ['framework', 'cases.*.status'],
  tool_result: ['status'],
  subagent_start: ['agentType'],
  subagent_stop: ['agentType'],
  permission_request: ['tool', 'server', 'rule', 'direction', 'approvalId'],
  permission_decision: ['decision', 'by', 'tool', 'server', 'rule', 'direction', 'approvalId'],
  usage: ['model', 'scope', 'messageId'],
  iteration: ['decision'],
  compaction: ['phase', 'trigger'],
  task_list: ['tasks.*.id', 'tasks.*.status'],
  notification: ['category'],
  instructions_loaded: ['scope'],
  model_switch: ['phase', 'from', 'to'],
  elicitation: ['server', 'phase', 'action'],
  tools_changed: ['server', 'added.*', 'removed.*', 'changed.*.name', 'changed.*.from', 'changed.*.to'],
  recorder_gap: ['what', 'reason'],
  oversize: ['what', 'digest'],
  redaction: ['policy', 'found.*.kind'],
  harness_event: ['name'],
  session_checkpoint: [],
  prompt_expansion: [],
  terminal_input: [],
  terminal_resize: [],
  web_fetch: [],
  failure: [],
  chapter: [],
  note: ['author.type'],
  needs_review: ['author.type'],
  moment: ['category'],
  milestone: [],
  snapshot: [],
  directory_change: [],
  config_change: [],
};

/** Parts of an event that hold whatever their source sent. */
const FREE = new Set(['extra', 'input', 'output', 'metadata', 'suggestions', 'content']);
/** What is admitted has the form of a name: one word. */
const NAME = /^[\w.:@/+,()-]{0,96}$/;
/** Fields whose words Playhead or a configuration wrote, not a session. */
const MAY_HAVE_BLANKS = new Set(['capture.loses.*', 'server', 'what', 'framework']);
const WORDS = /^[\w .:@/+,()-]{0,128}$/;

/** What `strict` admits of one type of event. */
export interface AllowList {
  text(path: readonly string[], value: string): boolean;
  /** Whether numbers may stay here. */
  number(path: readonly string[]): boolean;
}

const LISTS: ReadonlyMap<string, AllowList> = new Map(Object.entries(ADMITTED).map(([type, fields]) => [type, allowListOfFields(new Set(fields))]));
const NOTHING: AllowList = { text: isBlobField, number: () => false };

/** The allow-list of a type of event; of an unknown one nothing is kept. */
export function allowListOf(type: string | undefined): AllowList {
  return (type === undefined ? undefined : LISTS.get(type)) ?? NOTHING;
}

function allowListOfFields(fields: ReadonlySet<string>): AllowList {
  return {
    text: (path, value) => {
      const field = path.join('.');
      return (fields.has(field) && (MAY_HAVE_BLANKS.has(field) ? WORDS : NAME).test(value)) || isBlobField(path, value);
    },
    number: (path) => !path.some((part) => FREE.has(part)),
  };
}

function isBlobField(path: readonly string[], value: string): boolean {
  const last = path.at(-1);
  return (last === '$blob' && /^sha256-[0-9a-f]{64}$/.test(value)) || (last === 'encoding' && /^(?:text|json|base64)$/.test(value));
}
