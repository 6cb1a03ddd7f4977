import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { RedactionPolicy } from '../redactor.ts';
import { builtInSource } from './built-in.ts';
import type { UserMatcher } from './user-rules.ts';

/** Changes when rules find other things although their patterns are the same. */
const ENGINE = 'redaction 1';
const LENGTH = 32;
const USER_LENGTH = 12;

/**
 * Says how a session was redacted: the policy and a digest of the rules. A user's own rules have a digest under the
 * workspace's key, as their patterns may tell something.
 */
export function policyDigest(policy: RedactionPolicy, key: Uint8Array, userRules: readonly UserMatcher[], except: readonly string[]): string {
  if (policy === 'off') return 'off';
  const own = [...userRules.map(({ source }) => source), ...except].join('\n');
  const suffix = own === '' ? '' : `+${bytesToHex(hmac(sha256, key, utf8ToBytes(own))).slice(0, USER_LENGTH)}`;
  return `${policy}:${bytesToHex(sha256(utf8ToBytes(`${ENGINE}\n${builtInSource}`))).slice(0, LENGTH)}${suffix}`;
}
