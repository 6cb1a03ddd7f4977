import { contexts, leaks } from './contexts.ts';
import type { LookAlike } from './look-alike.ts';
import { createRandom } from './random.ts';
import type { Planted, SecretKind } from './secret.ts';

/** A secret in a context. */
export interface Sample { readonly name: string; readonly group: SecretKind['group']; readonly planted: Planted; readonly text: string }

/** Every kind in every context, with another secret in each. */
export function samplesOf(kinds: readonly SecretKind[]): Sample[] {
  return kinds.flatMap((kind) => contexts.map((context) => {
    const planted = kind.make(createRandom(`${kind.kind} ${context.name}`));
    return { name: `${kind.kind}, ${context.name}`, group: kind.group, planted, text: context.wrap(planted) };
  }));
}

/** How many samples are still readable after redaction. */
export function score(kinds: readonly SecretKind[], redact: (text: string) => string): { figures: Record<SecretKind['group'], { samples: number; leaked: number; rate: number }>; leaked: string[] } {
  const figures = { structured: { samples: 0, leaked: 0, rate: 0 }, assigned: { samples: 0, leaked: 0, rate: 0 } };
  const leaked: string[] = [];
  for (const { name, group, planted, text } of samplesOf(kinds)) {
    const figure = figures[group];
    figure.samples += 1;
    const out = redact(text);
    if (leaks(out, planted.secret)) {
      figure.leaked += 1;
      leaked.push(`${name}: ${out.slice(0, 300)}`);
    }
    figure.rate = figure.leaked / figure.samples;
  }
  return { figures, leaked };
}

/** How many look-alikes do not come through unchanged, in every context that shows them as they are. */
export function overRedaction(lookAlikes: readonly LookAlike[], redact: (text: string) => string): { samples: number; changed: string[]; rate: number } {
  const changed = lookAlikes.flatMap(([name, make]) => {
    const text = make(createRandom(name));
    const out = redact(text);
    return out === text ? [] : [`${name}: ${out}`];
  });
  return { samples: lookAlikes.length, changed, rate: changed.length / lookAlikes.length };
}
