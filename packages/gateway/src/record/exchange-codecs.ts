import { PlayheadError } from '@playhead/protocol';
import type { ExchangeCodec, ExchangeCodecOptions } from '../http/exchange-codec.ts';

/** The codecs that are known by a name. */
const CODECS: Readonly<Record<string, () => Promise<(options: ExchangeCodecOptions) => ExchangeCodec>>> = {
  anthropic: async () => (await import('../anthropic/messages-codec.ts')).createMessagesCodec,
  mcp: async () => (await import('../mcp/mcp-exchange-codec.ts')).createMcpExchangeCodec,
};

/**
 * Makes a codec.
 *
 * @param name - One of those that are known here, or the address of a module that exports `createCodec`.
 */
export async function loadExchangeCodec(name: string, options: ExchangeCodecOptions): Promise<ExchangeCodec> {
  const known = Object.hasOwn(CODECS, name) ? await CODECS[name]?.() : undefined;
  if (known) return known(options);
  const module: unknown = URL.canParse(name) ? await import(name) : undefined;
  const create = typeof module === 'object' && module !== null && 'createCodec' in module ? module.createCodec : undefined;
  if (typeof create !== 'function') throw new PlayheadError('usage', `${name} is no codec: it exports no createCodec.`);
  return create(options) as ExchangeCodec; // as ExchangeCodec asks of its author
}
