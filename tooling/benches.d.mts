export interface Bench {
  name: string;
  file: string;
  about: string;
  options: string[];
}
export function benchNames(): string[];
export function readBench(name: string | undefined): Bench | undefined;
export function benchUsage(bench: Bench): string;
