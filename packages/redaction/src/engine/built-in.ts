import { rules } from '../rules/all.ts';
import { digits } from '../rules/personal.ts';
import { buildAutomaton, type KeywordAutomaton } from './keywords.ts';

/** The automaton of the rules of this package: made once, never changed, the same for every redactor. */
export const builtInAutomaton: KeywordAutomaton = /* @__PURE__ */ buildAutomaton(rules);

/** What the rules of this package look for: a text that changes with each of them. */
export const builtInSource: string = /* @__PURE__ */ [...rules.map(({ keywords, source }) => `${keywords.join(' ')}\n${source}`), digits.source].join('\n');
