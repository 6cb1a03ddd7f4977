import type { LookAlike } from '../look-alike.ts';
import type { SecretKind } from '../secret.ts';
import { assignments } from './assigned.ts';
import { forms } from './forms.ts';
import { lookAlikes } from './look-alikes.ts';
import { personal } from './personal.ts';
import { vendors } from './vendors.ts';

/** The half that was written when the rules stood, without looking at them. */
export const after: { readonly secrets: readonly SecretKind[]; readonly lookAlikes: readonly LookAlike[] } = {
  secrets: [...vendors, ...forms, ...assignments, ...personal],
  lookAlikes,
};
