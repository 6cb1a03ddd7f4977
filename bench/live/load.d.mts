export interface LoadOptions {
  readonly url: string;
  readonly sessions: number;
  readonly viewers: number;
  readonly sleepers?: number;
  readonly passersBy?: number;
  readonly seconds: number;
  readonly batch?: number;
  readonly pauseMs?: number;
  readonly onTick?: () => Promise<void>;
}
export interface LoadResult {
  readonly events: number;
  readonly deliveries: number;
  readonly lost: number;
  readonly wrong: number;
  readonly failed: number;
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  wake(): Promise<number>;
  leave(): void;
}
export function sessionOf(index: number): string;
export function runLoad(options: LoadOptions): Promise<LoadResult>;
