export interface Guard { readonly name: string; readonly file: string; readonly guard: string; readonly without: string; readonly test: string; readonly notices: string; readonly project?: string }
export const guards: readonly Guard[];
