import type { Turn } from '../model/types.ts';
import type { Order } from './order.ts';
import type { Runs } from './runs.ts';

/** A prompt that opens a turn, or goes on with it. */
export interface PromptState {
  order: Order;
  turn: string;
  chunk: number;
  title: string;
  origin: NonNullable<Turn['prompt']>['origin'];
  readonly key?: string;
}

/** What was said of how a turn went: that it ended, or that something failed. */
export interface MarkState {
  readonly order: Order;
  readonly turn?: string;
  readonly step?: string;
  readonly end: boolean;
  readonly outcome?: NonNullable<Turn['outcome']>;
}

/** What names a turn, prompts left out. */
export interface NamedTurn {
  readonly id: string;
  first: Order;
  /** The chunk with its first record. */
  chunk: number;
  readonly chunks: Runs;
}
