/**
 * What `strict` keeps of each event: fields that say what kind of thing happened, never what it was about. `*` is any
 * place in a list. Fields of unknown events are never kept.
 */
const ADMITTED: Readonly<Record<string, readonly string[]>> = {
  session_start: [
    'sessionId', 'harness', 'harnessVersion', 'harnessSessionId', 'identity.type', 'models.*', 'agents.*.id', 'agents.*.type', 'agents.*.model', 'capture.tier', 'capture.loses.*',
    'resumeOf', 'forkOf', 'clearedFrom', 'parent', 'branchPoint', 'git.commit', 'redaction.policy', 'redaction.digest', 'redaction.rules',
  ],
  session_update: ['harness', 'harnessVersion', 'harnessSessionId', 'models.*', 'resumeOf', 'forkOf', 'clearedFrom', 'parent', 'branchPoint'],
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
  terminal_output: ['stream'],
  file_diff: ['change'],
  file_change: ['change'],
  file_read: ['mediaType'],
  search: ['scope'],
  test_result: ['framework', 'cases.*.status'],
  tool_result: ['status'],
  subagent_start: ['agentType'],
  subagent_stop: ['agentType'],
  permission_request: ['tool'],
  permission_decision: ['decision', 'by'],
  usage: ['model', 'scope', 'messageId'],
  iteration: ['decision'],
  compaction: ['phase', 'trigger'],
  task_list: ['tasks.*.id', 'tasks.*.status'],
  notification: ['category'],
  instructions_loaded: ['scope'],
  model_switch: ['phase', 'from', 'to'],
  elicitation: ['server', 'phase', 'action'],
  recorder_gap: ['what', 'reason'],
  oversize: ['what', 'digest'],
  redaction: ['policy', 'found.*.kind'],
  harness_event: ['name'],
};

/** Parts of an event that hold whatever their source sent. */
const FREE = new Set(['extra', 'input', 'output', 'metadata', 'suggestions', 'content']);
/** What is admitted has the form of a name. */
const NAME = /^[\w .:@/+,()-]{0,128}$/;

/** What `strict` admits of one type of event. */
export interface AllowList {
  text(path: readonly string[], value: string): boolean;
  /** Whether numbers may stay here. */
  number(path: readonly string[]): boolean;
}

const LISTS: ReadonlyMap<string, AllowList> = new Map(Object.entries(ADMITTED).map(([type, fields]) => [type, allowListOfFields(new Set(fields))]));
const NOTHING: AllowList = allowListOfFields(new Set());

/** The allow-list of a type of event; of an unknown one nothing is kept. */
export function allowListOf(type: string | undefined): AllowList {
  return (type === undefined ? undefined : LISTS.get(type)) ?? NOTHING;
}

function allowListOfFields(fields: ReadonlySet<string>): AllowList {
  return {
    text: (path, value) => NAME.test(value) && (fields.has(path.join('.')) || isBlobField(path, value)),
    number: (path) => fields.size > 0 && !path.some((part) => FREE.has(part)),
  };
}

function isBlobField(path: readonly string[], value: string): boolean {
  const last = path.at(-1);
  return (last === '$blob' && /^sha256-[0-9a-f]{64}$/.test(value)) || (last === 'encoding' && /^(?:text|json|base64)$/.test(value));
}
