import { assigned } from './assigned.ts';
import { forms } from './forms.ts';
import { flags } from './flags.ts';
import { digits, personal } from './personal.ts';
import type { Rule } from './rule.ts';
import { unknownVendors } from './unknown-vendors.ts';
import { businessVendors } from './vendors-business.ts';
import { cloudVendors } from './vendors-cloud.ts';
import { codeVendors } from './vendors-code.ts';
import { modelVendors } from './vendors-models.ts';

/** Every rule that has a keyword. What comes first names what several find. */
export const rules: readonly Rule[] = [...codeVendors, ...cloudVendors, ...modelVendors, ...businessVendors, ...forms, ...flags, ...personal, ...assigned, ...unknownVendors];

/** Every kind that the rules know. */
export const ruleKinds: ReadonlySet<string> = new Set([...rules.flatMap(({ kinds }) => kinds), ...digits.kinds]);
