import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const EXPORT_ALL = { selector: 'ExportAllDeclaration', message: 'Name what you export: a name added to an index is a promise.' };
const EXPORT_DEFAULT = { selector: 'ExportDefaultDeclaration', message: 'Export by name: one thing has one name everywhere.' };
const ENUM = { selector: 'TSEnumDeclaration', message: 'Use a union of string literals: enums do not erase.' };
const HTML = ['JSXAttribute[name.name="dangerouslySetInnerHTML"]', 'Property[key.name="dangerouslySetInnerHTML"]', 'AssignmentExpression > MemberExpression[property.name=/^(inner|outer)HTML$/].left'].map(
  (selector) => ({ selector, message: 'Everything recorded is untrusted: no path may lead to HTML.' }),
);
const STORY = {
  selector: 'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator:not([init.callee.property.name=/^(story|extend)$/])',
  message: 'Write meta.story(…) or Story.extend(…) in place: Storybook reads stories without running the file, and what another function makes is neither tested nor photographed.',
};
const TESTS = ['**/*.test.{ts,tsx}', '**/*.bench.ts', 'test/**'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'packages/**/fixtures/**', 'coverage/**', '**/*.d.ts', '**/*.d.mts'] },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin, 'react-hooks': reactHooks },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-restricted-syntax': ['error', EXPORT_ALL, EXPORT_DEFAULT, ENUM, ...HTML],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'zod', message: "Use `import * as z from 'zod/mini'`: the other brings 90 kB of locales." },
            { name: 'zod/v4', message: "Use `import * as z from 'zod/mini'`." },
            { name: 'zod/v3', message: "Use `import * as z from 'zod/mini'`." },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-namespace': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,tsx}'],
    ignores: ['packages/cli/**', ...TESTS],
    rules: { 'no-console': 'error' },
  },
  { files: ['packages/{replay-react,viewer}/src/**/*.{ts,tsx}', 'stories/**/*.tsx', 'examples/**/*.tsx'], rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' } },
  { files: [...TESTS, '**/versions/v*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.config.{ts,js,mjs}', 'stories/.storybook/**'],
    rules: { 'no-restricted-syntax': ['error', EXPORT_ALL, ENUM, ...HTML] },
  },
  { files: ['**/*.stories.tsx'], rules: { 'no-restricted-syntax': ['error', EXPORT_ALL, ENUM, STORY, ...HTML] } },
);
