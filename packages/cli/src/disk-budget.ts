import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isJsonObject } from '@playhead/protocol';
import { diskUsageOf, fileSystemOf } from '@playhead/storage-adapters/fs';
import { sizeText } from './plain-text.ts';

/** How much room the settings leave. */
export interface DiskSettings {
  /** How many bytes the data directory may take; undefined when nobody set a budget. */
  readonly budgetBytes: number | undefined;
  /** How many bytes are to stay free on its disk. */
  readonly floorBytes: number;
  /** Settings that could not be understood, for people. */
  readonly problems: readonly string[];
}

/** What the data directory takes of what it may. */
export interface DiskState {
  /** Bytes on the disk; undefined when it was not measured. */
  readonly usedBytes: number | undefined;
  readonly budgetBytes: number | undefined;
  readonly freeBytes: number | undefined;
  readonly floorBytes: number;
  /** What is wrong, what follows, what to do. */
  readonly warnings: readonly string[];
}

/** A gigabyte is to stay free unless the settings say otherwise. */
const FLOOR_BYTES = 1_000_000_000;

/** Reads `diskBudgetBytes` and `diskFloorBytes` of the user's settings and, before them, the data directory's. */
export function diskSettings(dir: string, env: Readonly<Record<string, string | undefined>>): DiskSettings {
  const { XDG_CONFIG_HOME: config, HOME: home } = env;
  const user = config && isAbsolute(config) ? config : join(home || homedir(), '.config');
  const problems: string[] = [];
  const [own, users] = [join(dir, 'settings.json'), join(user, 'playhead', 'settings.json')].map((path) => {
    const numberOf = (name: string, value: unknown): number | undefined => {
      if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) return value;
      problems.push(`${name} in ${path} is not a whole number of bytes, so it does not count. Correct it.`);
      return undefined;
    };
    const settings = settingsIn(path);
    return { budget: numberOf('diskBudgetBytes', settings['diskBudgetBytes']), floor: numberOf('diskFloorBytes', settings['diskFloorBytes']) };
  });
  return { budgetBytes: own?.budget ?? users?.budget, floorBytes: own?.floor ?? users?.floor ?? FLOOR_BYTES, problems };
}

/**
 * Compares what the data directory takes with what it may. Nothing is ever deleted because of it.
 *
 * @param options.usedBytes - What it takes, when that is known. Default: measured where there is a budget, which looks at every file.
 */
export async function diskState(dir: string, env: Readonly<Record<string, string | undefined>>, options: { usedBytes?: number } = {}): Promise<DiskState> {
  const { budgetBytes, floorBytes, problems } = diskSettings(dir, env);
  const { freeBytes } = fileSystemOf(dir);
  const usedBytes = options.usedBytes ?? (budgetBytes === undefined ? undefined : (await diskUsageOf(dir).catch(() => undefined))?.bytes);
  const warnings = [...problems];
  if (budgetBytes !== undefined && usedBytes !== undefined && usedBytes > budgetBytes) {
    warnings.push(`Recordings take ${sizeText(usedBytes)}, more than their budget of ${sizeText(budgetBytes)}. Nothing is deleted because of it, and recording goes on. Make room with playhead sessions compress --all or playhead sessions prune, or raise diskBudgetBytes.`);
  }
  if (freeBytes !== undefined && freeBytes < floorBytes) {
    warnings.push(`Only ${sizeText(freeBytes)} are free on the disk of ${dir}. When it is full, what agents do is no longer recorded. Make room with playhead sessions compress --all or playhead sessions prune, or elsewhere on the disk.`);
  }
  return { usedBytes, budgetBytes, freeBytes, floorBytes, warnings };
}

/** A file that cannot be understood is the recorder's to complain about: it records nothing then. */
function settingsIn(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
