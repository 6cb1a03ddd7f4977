// A name added here is a promise.

// A redactor at once: brings all rules with it. Where size counts, take `createRedactor` of the package's root.
export { createLoadedRedactor } from './engine/create-loaded-redactor.ts';
export type { LoadedRedactorOptions } from './engine/create-loaded-redactor.ts';

// A user's own rules
export { compileUserRules } from './engine/user-rules.ts';
export type { UserMatcher } from './engine/user-rules.ts';
