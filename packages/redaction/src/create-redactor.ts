import type { Redactor, RedactorOptions } from './redactor.ts';

/**
 * Makes a redactor. Loads rules and engine when it is called, so that a page pays for them only when it records.
 *
 * @throws {@link PlayheadError} `invalid_settings` for a key of less than 16 bytes or a malformed rule. Whatever it throws:
 *   record nothing then.
 *
 * @example
 * ```ts
 * const redactor = await createRedactor({ key });
 * const { value, findings } = redactor.redactRecord(record);
 * ```
 */
export async function createRedactor(options: RedactorOptions): Promise<Redactor> {
  const { rules = [], ...rest } = options;
  const { compileUserRules, createLoadedRedactor } = await import('./engine.ts');
  return createLoadedRedactor({ ...rest, userRules: await compileUserRules(rules) });
}
