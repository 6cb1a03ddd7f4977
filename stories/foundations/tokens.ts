import partTokens from '../../packages/replay-react/src/styles/part-tokens.css?raw';
import coreTokens from '../../packages/replay-react/src/styles/tokens.css?raw';

/** A design token as `tokens.css` or `part-tokens.css` declares it. */
export interface Token {
  readonly name: `--ph-${string}`;
  readonly value: string;
}

/** Tokens that belong together. */
export interface TokenGroup {
  readonly title: string;
  readonly tokens: readonly Token[];
}

/** The token groups of both files, by their own comments: what is not declared there is no token. */
export const tokenGroups: readonly TokenGroup[] = [coreTokens, partTokens].flatMap(readGroups);

/** Whether a token is a colour. */
export function isColor({ value }: Token): boolean {
  return /^(light-dark\()?(#|rgb)/.test(value);
}

function readGroups(css: string): readonly TokenGroup[] {
  const start = css.indexOf('[data-ph] {');
  const block = css.slice(start, css.indexOf('\n  }', start));
  const groups: { title: string; tokens: Token[] }[] = [];
  // A comment at the start of a line heads a group; one behind a declaration explains it.
  for (const [, heading, name, value] of block.matchAll(/^[ ]*\/\*([^*]*)\*\/|(--ph-[\w-]+):([^;]*);/gm)) {
    if (heading !== undefined) groups.push({ title: sentence(heading), tokens: [] });
    else if (name !== undefined && value !== undefined) groups.at(-1)?.tokens.push({ name: name as Token['name'], value: value.replace(/\s+/g, ' ').trim() }); // matched with its prefix
  }
  return groups.filter(({ tokens }) => tokens.length > 0);
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
}
