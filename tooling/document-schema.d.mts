export const documentSchemaFile: string;
export function documentSchema(): string;
export const momentsSchemaFile: string;
export function momentsSchema(): string;
export const timelineSchemaFile: string;
export function timelineSchema(): string;
