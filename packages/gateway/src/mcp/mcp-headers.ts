/** The headers that MCP says something with. */
export const MCP_HEADERS: readonly string[] = [
  'content-type', 'content-length', 'content-encoding', 'mcp-session-id', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'last-event-id', 'user-agent', 'traceparent', 'retry-after',
];
