export const folder: string;
export function jsonSchemas(): Promise<Record<string, string>>;
