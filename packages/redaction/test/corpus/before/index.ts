import type { LookAlike } from '../look-alike.ts';
import type { SecretKind } from '../secret.ts';
import { assignments } from './assigned.ts';
import { forms } from './forms.ts';
import { lookAlikes } from './look-alikes.ts';
import { personal } from './personal.ts';
import { vendors } from './vendors.ts';

/** The half that was written before there was any rule. */
export const before: { readonly secrets: readonly SecretKind[]; readonly lookAlikes: readonly LookAlike[] } = {
  secrets: [...vendors, ...forms, ...assignments, ...personal],
  lookAlikes,
};
