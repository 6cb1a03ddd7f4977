/**
 * The source key of a record that a client may send again. Apart from the keys of everybody else, so that no client can stand in the
 * way of what a hook or the recorder has to say.
 */
export function recordKey(idempotencyKey: string | undefined): { readonly key?: string } {
  return idempotencyKey === undefined ? {} : { key: `mcp:${idempotencyKey}` };
}
