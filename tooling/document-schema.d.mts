export const documentSchemaFile: string;
export function documentSchema(): string;
export const momentsSchemaFile: string;
export function momentsSchema(): string;
export const timelineSchemaFile: string;
export function timelineSchema(): string;
/** The schemas of sessions in figures: text by file. */
export function figuresSchemas(): Readonly<Record<string, string>>;
export const diffSchemaFile: string;
export function diffSchema(): string;
