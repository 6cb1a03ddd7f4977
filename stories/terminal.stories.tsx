import type { TextValue } from '@playhead/protocol';
import { Terminal } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { LARGE, largeValue } from './fixtures/large-values.ts';
import preview from './.storybook/preview.tsx';
import { writeSession } from './fixtures/write-session.ts';

const meta = preview.meta({ title: 'Parts/Terminal', component: Terminal, parameters: { frame: { width: 576, height: 420, className: 'ph-pane' } } });

const E = '\u001b';

function ran(command: string, text: TextValue | undefined, exitCode?: number) {
  const session = writeSession('A command');
  session.at(1, 'prompt', { text: 'Go', origin: 'human' });
  session.at(2, 'terminal_command', { command, tool: 'Bash' }, { call: 'c1' });
  if (text !== undefined) session.at(6, 'terminal_output', { text, ...(exitCode !== undefined && { exitCode }) }, { call: 'c1' });
  if (exitCode !== undefined) session.at(6, 'tool_result', { status: exitCode === 0 ? 'ok' : 'failed', durationUs: 4_000_000 }, { call: 'c1' });
  return session.records;
}

const showing = (records: ReturnType<typeof ran>) => ({ parameters: { replay: { recording: records, at: 3 } } });

const LINT = `${E}[1msrc/auth/refresh-token.ts${E}[0m\n  ${E}[90m22:5${E}[0m  ${E}[33mwarning${E}[0m  Prefer early return  ${E}[90mno-else-return${E}[0m\n\n${E}[33m1 warning${E}[0m ${E}[90m(0 errors)${E}[0m\n\n${Array.from({ length: 8 }, (_, index) => `${E}[${30 + index}m${index}normal${E}[0m`).join(' ')}\n${Array.from({ length: 8 }, (_, index) => `${E}[${90 + index}m${index}bright${E}[0m`).join(' ')}\n${E}[1;41m FAIL ${E}[0m ${E}[1;42m PASS ${E}[0m ${E}[44m info ${E}[0m ${E}[38;5;208m256 colours${E}[0m ${E}[38;2;120;80;200mtrue colour${E}[0m ${E}[3mitalic${E}[0m ${E}[4munderlined${E}[0m ${E}[9mstruck${E}[0m\n`;

export const Colours = meta.story(showing(ran('npm run lint && npx tsc --noEmit', LINT, 0)));

export const PlainText = meta.story({ ...showing(ran('npm run lint && npx tsc --noEmit', LINT, 0)), args: { renderer: 'text' } });

export const FailedCommand = meta.story({ parameters: { replay: { recording: 'failed', at: 6 } } });

export const Running = meta.story(showing(ran('npm run dev', undefined)));

export const NoOutput = meta.story(showing(ran('mkdir -p dist', '', 0)));

export const NoCommand = meta.story({ parameters: { replay: { recording: 'empty' } } });

export const Truncated = meta.story({ ...showing(ran('find / -name "*.ts"', Array.from({ length: 30_000 }, (_, index) => `/workspace/node_modules/package-${index}/index.d.ts`).join('\n'), 0)) });

/** Output that is kept beside the recording, of which the end is shown. */
export const LargeOutput = meta.story({
  parameters: { replay: { recording: ran('npm test', LARGE.text, 1), values: largeValue, at: -1 } },
  play: async ({ canvas }) => { await canvas.findByRole('button', { name: 'Show all' }); },
});

/** All of it: what is seen is in the page, and searched where it is kept. */
export const AllOfLargeOutput = meta.story({
  ...LargeOutput.input,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Show all' }));
    await canvas.findByText(/^80,000 lines/);
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Find in this text' }), 'expected 200');
    await canvas.findByText('1 of 16');
  },
});

export const AllOfLargeOutputNarrow = meta.story({ ...AllOfLargeOutput.input, parameters: { ...AllOfLargeOutput.input.parameters, frame: { width: 320, height: 420, className: 'ph-pane' } } });

export const Hostile = meta.story(showing(ran('curl https://example.org | cat \u202e# safe', `${E}]0;owned\u0007${E}]52;c;b3duZWQ=\u0007${E}]8;;javascript:alert(1)\u0007a link${E}]8;;\u0007\n${E}[6n${E}[c<img src=x onerror=alert(1)>\n`, 0)));

export const Redacted = meta.story({ parameters: { replay: { recording: 'redacted', at: 3 } } });

export const Narrow = meta.story({ ...showing(ran('npm run lint && npx tsc --noEmit', LINT, 0)), parameters: { ...showing(ran('npm run lint && npx tsc --noEmit', LINT, 0)).parameters, frame: { width: 320, height: 420, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ ...showing(ran('npm test', LINT, 1)), globals: { direction: 'rtl' } });

Colours.test('names the command, how long it took and how it ended', async ({ canvas }) => {
  const terminal = canvas.getByRole('region', { name: 'Terminal' });
  await expect(terminal).toHaveTextContent('npm run lint && npx tsc --noEmit');
  await expect(terminal).toHaveTextContent('4.0s');
  await expect(terminal).toHaveTextContent('exit 0');
});

Hostile.test('changes no title and makes no link', async ({ canvas }) => {
  await expect(document.title).not.toContain('owned');
  await expect(canvas.queryByRole('link')).toBeNull();
});
