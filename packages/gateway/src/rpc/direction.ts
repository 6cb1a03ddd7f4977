/** Which way a message goes between the client, which is the agent, and the server. */
export type RpcDirection = 'to_server' | 'to_client';

/** The other way. */
export function opposite(direction: RpcDirection): RpcDirection {
  return direction === 'to_server' ? 'to_client' : 'to_server';
}
