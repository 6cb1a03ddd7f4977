/**
 * What keeps an agent from the recording of it. `same_user`: nothing, it runs as the same user. `other_user`: the files are another user's, closed to the agent's.
 * `append_only`: a server keeps it, and the token that it is sent with can add and do nothing else.
 */
export type Protection = 'same_user' | 'other_user' | 'append_only';

/** What nobody sees on a connection of an MCP client. */
const LOSES = ['tools that are no tool of this server', 'prompts and answers of the model'];
/** How far the agent is kept from what is recorded there. */
const SAME_USER = 'safety from the agent: it runs as the same user and could change this recording';

/** What a header says of a recording on a connection. */
export function captureOf(protection: Protection): { readonly tier: string; readonly loses: readonly string[]; readonly protection: Protection } {
  return { tier: 'gateway', loses: protection === 'same_user' ? [...LOSES, SAME_USER] : LOSES, protection };
}

/** The same, once a server has shown that the token of this process can only add. */
export function withServer({ loses = [], ...capture }: { readonly tier: string; readonly loses?: readonly string[] }): ReturnType<typeof captureOf> {
  return { ...capture, loses: loses.filter((one) => one !== SAME_USER), protection: 'append_only' };
}
