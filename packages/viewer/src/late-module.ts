/** Code that comes once somebody needs it. */
export interface LateModule<Module extends object> {
  /** Reads it, once for all who ask; never rejects. */
  readonly load: () => Promise<void>;
  /** The code: undefined until it is there, null where it could not be read. */
  readonly loaded: () => Module | null | undefined;
  /** Reads it, and tells when it is there. */
  readonly subscribe: (onChange: () => void) => () => void;
}

/**
 * Makes code late that stands in a module of its own.
 *
 * @param read - Imports it.
 */
export function lateModule<Module extends object>(read: () => Promise<Module>): LateModule<Module> {
  let code: Module | null | undefined;
  let reading: Promise<void> | undefined;
  const set = (module: Module | null): void => {
    code = module;
    if (!module) reading = undefined; // whoever comes next tries again
  };
  const load = (): Promise<void> => (reading ??= read().then(set, () => set(null)));
  return {
    load,
    loaded: () => code,
    subscribe: (onChange) => {
      let gone = false;
      void load().then(() => { if (!gone) onChange(); });
      return () => { gone = true; };
    },
  };
}
