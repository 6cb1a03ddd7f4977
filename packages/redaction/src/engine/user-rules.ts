import { PlayheadError } from '@playhead/protocol';
import type { UserRule } from '../redactor.ts';
import type { Report } from '../rules/rule.ts';

/** User rules, ready to run. */
export interface UserMatcher {
  readonly kinds: readonly string[];
  /** Part of the digest, under the workspace's key. */
  readonly source: string;
  find(text: string, report: Report): void;
}

/**
 * Compiles rules of a user's own with RE2, whose patterns take linear time whatever the text. Loads RE2 when there are any.
 *
 * @throws {@link PlayheadError} `invalid_settings` when a kind or a pattern is malformed.
 */
export async function compileUserRules(rules: readonly UserRule[]): Promise<UserMatcher[]> {
  if (rules.length === 0) return [];
  const { RE2JS } = await import('re2js');
  return rules.map(({ kind, pattern, flags = '' }) => {
    if (!/^[A-Z][A-Z0-9_]{1,40}$/.test(kind)) throw new PlayheadError('invalid_settings', `The redaction rule ${JSON.stringify(kind)} has no usable kind, so nothing is recorded. Name it in capital letters, digits and _.`);
    if (/[^ims]/.test(flags)) throw new PlayheadError('invalid_settings', `The redaction rule ${kind} has flags other than i, m and s, so nothing is recorded. Leave the others out.`);
    const bits = (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes('m') ? RE2JS.MULTILINE : 0) | (flags.includes('s') ? RE2JS.DOTALL : 0);
    let compiled;
    try {
      compiled = RE2JS.compile(pattern, bits);
    } catch (cause) {
      throw new PlayheadError('invalid_settings', `The pattern of the redaction rule ${kind} is no RE2 pattern, so nothing is recorded. Look-around and back references do not exist there.`, { cause });
    }
    const group = Object.keys(compiled.namedGroups()).includes('secret') ? 'secret' : 0;
    return {
      kinds: [kind],
      source: `${kind} ${pattern} ${flags}`,
      find: (text, report) => {
        const matcher = compiled.matcher(text);
        while (matcher.find()) {
          const start = matcher.start(group);
          const end = matcher.end(group);
          if (start >= 0 && end > start) report(start, end, kind);
        }
      },
    };
  });
}
