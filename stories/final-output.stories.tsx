import { FinalOutput } from '@playhead/replay-react';
import preview from './.storybook/preview.tsx';
import { writeSession } from './fixtures/write-session.ts';

const meta = preview.meta({ title: 'Parts/FinalOutput', component: FinalOutput, parameters: { frame: { width: 576, className: 'ph-pane' } } });

function answered(format: 'markdown' | 'text' | 'json', content: string, title?: string) {
  const session = writeSession('An answer');
  session.at(1, 'prompt', { text: 'Go', origin: 'human' });
  session.at(9, 'final_output', { format, content, ...(title !== undefined && { title }) });
  session.at(9, 'session_stop', { outcome: 'success' });
  return { parameters: { replay: { recording: session.records } } };
}

export const Markdown = meta.story(answered('markdown', `### JWT auth is in place

Login, refresh and logout now use short-lived access tokens and rotating refresh tokens. All 61 auth tests pass.

- Access tokens are signed with \`EdDSA\` and live for 10 minutes.
- Refresh tokens rotate on every use. Reuse revokes the whole family.
- Only token hashes are stored, in \`refresh_tokens\`.

| Route | Change | Tests |
|---|---|---|
| \`POST /login\` | issues a token pair | 14 |
| \`POST /refresh\` | new | 12 |
| \`POST /logout\` | revokes the family | 8 |

#### Left for you

Run migration \`0007\` in production. I was denied access to that database.
`));

export const Titled = meta.story(answered('markdown', 'All tests pass.', 'Summary'));

export const Text = meta.story(answered('text', 'All tests pass.\nNothing is left to do.'));

export const Json = meta.story(answered('json', '{"passed":61,"failed":0,"files":["src/auth/refresh-token.ts"],"left":["migration 0007"]}'));

export const Long = meta.story(answered('markdown', Array.from({ length: 600 }, (_, index) => `## Part ${index + 1}\n\nA paragraph about part ${index + 1} of the work.\n`).join('\n')));

export const Running = meta.story({ parameters: { replay: { recording: 'golden', live: true } } });

export const Absent = meta.story({ parameters: { replay: { recording: 'failed' } } });

export const Narrow = meta.story({ ...answered('markdown', '| Route | Change | Tests | Owner |\n|---|---|---|---|\n| `POST /login` | issues a token pair | 14 | maya.chen |', 'A wide table'), parameters: { ...answered('markdown', '| Route | Change | Tests | Owner |\n|---|---|---|---|\n| `POST /login` | issues a token pair | 14 | maya.chen |', 'A wide table').parameters, frame: { width: 320, className: 'ph-pane' } } });
