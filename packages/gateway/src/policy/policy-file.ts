import { readFileSync, statSync } from 'node:fs';
import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import { compilePolicy, type CompiledPolicy } from './compile-policy.ts';
import { parsePolicy } from './policy-schema.ts';

/** A policy that may change while it is in force. */
export interface PolicySource {
  /** The policy as it is now. */
  current(): CompiledPolicy;
}

/**
 * Reads a policy file, and again whenever it is another one: a change is in force for the message that comes next. A change that cannot be enforced is none:
 * what was in force before stays.
 *
 * @param path - The file.
 * @param options.onBroken - Told once of each such change.
 * @throws PlayheadError `invalid_settings` when it cannot be read or enforced now.
 *
 * @example
 * ```ts
 * const source = openPolicyFile('/etc/playhead/policy.json');
 * const { effect } = decide(source.current(), { server: 'files', direction: 'to_server', method: 'tools/call', tool: 'write_file' });
 * ```
 */
export function openPolicyFile(path: string, { onBroken }: { readonly onBroken?: (message: string) => void } = {}): PolicySource {
  let seen = stampOf(path);
  let policy = read(path);
  return {
    current() {
      const stamp = stampOf(path);
      if (stamp === seen) return policy;
      seen = stamp;
      try {
        policy = read(path);
      } catch (error) {
        onBroken?.(`${isPlayheadError(error) ? error.message : 'The policy cannot be read.'} What was in force before stays.`);
      }
      return policy;
    },
  };
}

function read(path: string): CompiledPolicy {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PlayheadError('invalid_settings', `The policy ${path} cannot be read, so it cannot be enforced. Name a file that this user may read.`, { cause });
  }
  return compilePolicy(parsePolicy(text));
}

/** What tells one state of a file from another. */
function stampOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : '';
}
