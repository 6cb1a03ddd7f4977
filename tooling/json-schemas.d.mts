export const folder: string;
export const policySchemaFile: string;
export function jsonSchemas(): Promise<Record<string, string>>;
export function policySchema(): Promise<string>;
