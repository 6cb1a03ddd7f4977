/** Every generated file of the Claude Code plugin: path below the repository to text. */
export declare function claudePluginFiles(): Promise<Readonly<Record<string, string>>>;
