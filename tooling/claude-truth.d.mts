/** What happened in one session, from the client's own files. */
export interface SessionTruth {
  readonly session: string;
  readonly turns: readonly { readonly id: string; readonly text: string; readonly origin: string }[];
  readonly calls: readonly { readonly id: string; readonly tool: string; readonly status: string; readonly agent?: string; readonly starts?: string }[];
}
export function truthOf(folder: string): readonly SessionTruth[];
export function differences(truth: SessionTruth, documents: readonly unknown[]): readonly string[];
