import { PlayheadError } from '@playhead/protocol';
import { RE2JS } from 're2js';
import type { TextPattern, ValuePattern } from './policy.ts';

/** Says whether a text is what a rule names. */
export type TextMatcher = (text: string) => boolean;

/**
 * Makes the check of a pattern. It takes time in proportion to the text, whatever the pattern is.
 *
 * @param where - The rule and field, for the message.
 * @throws PlayheadError `invalid_settings` when it is no RE2 pattern.
 */
export function textMatcher(pattern: TextPattern, where: string): TextMatcher {
  if (typeof pattern === 'string') return wildcardMatcher(pattern);
  if (!('matches' in pattern)) {
    const matchers = pattern.map(wildcardMatcher);
    return (text) => matchers.some((matches) => matches(text));
  }
  const compiled = compiledPattern(pattern.matches, where);
  return (text) => compiled.matcher(text).find();
}

/** Makes the check of a value out of JSON. What is no text is compared by its JSON. */
export function valueMatcher(pattern: ValuePattern, where: string): (value: unknown) => boolean {
  if (pattern === null || typeof pattern === 'number' || typeof pattern === 'boolean') return (value) => value === pattern;
  const matches = textMatcher(pattern, where);
  return (value) => matches(typeof value === 'string' ? value : JSON.stringify(value) ?? '');
}

function wildcardMatcher(pattern: string): TextMatcher {
  if (!pattern.includes('*')) return (text) => text === pattern;
  const compiled = RE2JS.compile(`(?s)${pattern.split('*').map((part) => RE2JS.quote(part)).join('.*')}`);
  return (text) => compiled.matches(text);
}

function compiledPattern(pattern: string, where: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    throw new PlayheadError('invalid_settings', `The policy cannot be enforced: ${where} is no RE2 pattern. Look-around and back references do not exist there.`, { cause });
  }
}
