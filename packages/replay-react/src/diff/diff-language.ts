const LANGUAGES: Readonly<Record<string, string>> = {
  c: 'c', h: 'c', cc: 'cpp', cpp: 'cpp', hpp: 'cpp', cs: 'csharp', css: 'css', go: 'go', htm: 'markup', html: 'markup', ini: 'ini', java: 'java', js: 'javascript', jsx: 'javascript', cjs: 'javascript',
  mjs: 'javascript', json: 'json', jsonc: 'json', kt: 'kotlin', less: 'less', lua: 'lua', m: 'objectivec', md: 'markdown', mdx: 'markdown', php: 'php', pl: 'perl', py: 'python', r: 'r', rb: 'ruby', rs: 'rust',
  sass: 'sass', scss: 'scss', sh: 'bash', bash: 'bash', zsh: 'bash', sql: 'sql', svg: 'markup', swift: 'swift', toml: 'ini', ts: 'typescript', tsx: 'typescript', mts: 'typescript', cts: 'typescript',
  vb: 'vbnet', vue: 'markup', xml: 'markup', yaml: 'yaml', yml: 'yaml',
};

/** The language that a file is coloured as, by the end of its name; `undefined` for plain text. */
export function diffLanguage(path: string): string | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  if (name === 'makefile') return 'makefile';
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return Object.hasOwn(LANGUAGES, extension) ? LANGUAGES[extension] : undefined;
}
