import axe, { type Result, type RunOptions, type Spec } from 'axe-core';

/** What another theme can break: everything else that axe looks at is the same in both. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What a story says about axe: `parameters.a11y` of the accessibility addon. */
interface AccessibilityParameters {
  readonly test?: string;
  readonly disable?: boolean;
  readonly config?: Spec;
}

interface Context {
  readonly canvasElement: HTMLElement;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Turns a story dark as it stands, after its test, and lets axe look at its colours: what the addon does in the light. */
export async function checkInTheDark({ canvasElement, parameters }: Context): Promise<void> {
  if (!isTest()) return;
  const { test, disable, config } = (parameters['a11y'] ?? {}) as AccessibilityParameters; // what a story writes there
  if (disable === true || test === 'off') return;
  const lighten = darken(canvasElement);
  try {
    await drawn();
    axe.reset();
    const rules = (config?.rules ?? []).filter(({ id }) => COLOUR_RULES.includes(id));
    if (rules.length > 0) axe.configure({ rules });
    const off = Object.fromEntries(rules.filter(({ enabled }) => enabled === false).map(({ id }) => [id, { enabled: false }]));
    const { violations } = await axe.run(canvasElement, { runOnly: COLOUR_RULES, rules: off, resultTypes: ['violations'] } satisfies RunOptions);
    if (violations.length > 0) throw new Error(`In the dark theme axe finds:\n${violations.map(told).join('\n')}`);
  } finally {
    lighten();
    await drawn(); // the addon looks at the light next
  }
}

/** Resolves once what takes its colours by script, as terminals do, was drawn again. */
async function drawn(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => { requestAnimationFrame(resolve); });
}

/** Whether a test runner draws the story: who looks at it must not see it flash. */
function isTest(): boolean {
  return (import.meta as { readonly env?: Readonly<Record<string, unknown>> }).env?.['VITEST_STORYBOOK'] === 'false'; // what Vite puts there
}

/** @returns Puts the themes back. */
function darken(canvasElement: HTMLElement): () => void {
  const page = document.documentElement;
  const scheme = page.style.colorScheme;
  const roots = [...canvasElement.querySelectorAll<HTMLElement>('[data-ph]')].map((root) => [root, root.dataset['theme']] as const);
  page.style.colorScheme = 'dark';
  for (const [root] of roots) root.dataset['theme'] = 'dark';
  endTransitions();
  return () => {
    page.style.colorScheme = scheme;
    for (const [root, theme] of roots) {
      if (theme === undefined) delete root.dataset['theme'];
      else root.dataset['theme'] = theme;
    }
    endTransitions();
  };
}

/** A colour halfway to another is nobody's choice. */
function endTransitions(): void {
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
}

function told({ id, nodes }: Result): string {
  return nodes.map(({ target, html, failureSummary }) => `${id} at ${target.join(' ')}\n  ${html.slice(0, 200)}\n  ${failureSummary?.replaceAll('\n', '\n  ') ?? ''}`).join('\n');
}
