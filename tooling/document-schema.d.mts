export const documentSchemaFile: string;
export function documentSchema(): string;
