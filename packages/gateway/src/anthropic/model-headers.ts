/** The header by which Claude Code names its session, and the one that names a subagent of it. */
export const SESSION_HEADER = 'x-claude-code-session-id';
export const AGENT_HEADER = 'x-claude-code-agent-id';

/** The headers of the Messages API that a recording needs: those that name something, and none that could hold a credential. */
export const MODEL_HEADERS: readonly string[] = [
  'content-type', 'content-length', 'content-encoding', SESSION_HEADER, AGENT_HEADER, 'x-stainless-retry-count', 'request-id', 'retry-after',
];
