/** How the members of an object are found: by their name, or also by a name that differs in upper and lower case alone, as some servers read them. */
export type NameCase = 'exact' | 'any_case';

/**
 * The values at a JSON pointer in which `*` stands for any member of an object or a list.
 *
 * @param pointer - As RFC 6901 has it; `''` is the whole value.
 */
export function valuesAt(value: unknown, pointer: string, names: NameCase = 'exact'): readonly unknown[] {
  let found: readonly unknown[] = [value];
  for (const part of pointer.split('/').slice(1)) found = found.flatMap((one) => membersOf(one, part, names));
  return found;
}

/** A name as those see it to whom upper and lower case are the same. */
export function foldCase(name: string): string {
  return name.toUpperCase().toLowerCase();
}

function membersOf(value: unknown, part: string, names: NameCase): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (part === '*') return Object.values(value);
  const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
  if (names === 'any_case') return Object.entries(value).filter(([key]) => foldCase(key) === foldCase(name)).map(([, member]: [string, unknown]) => member);
  return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : []; // it has it
}
