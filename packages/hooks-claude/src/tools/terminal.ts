import type { JsonObject, JsonValue, TestResultData } from '@playhead/protocol';
import { fieldsOf, present } from '../fields.ts';
import { parseTestOutput } from '../test-output/parse-test-output.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolCall, ToolDetails, ToolDone, ToolEvent, ToolFailed, ToolFamily } from './tool-family.ts';

/** Commands in a shell. */
export const terminal: ToolFamily = { names: ['Bash', 'PowerShell'], open, done, failed };

/** What looks after commands in the background; older clients have the first two. */
export const backgroundTerminal: ToolFamily = {
  names: ['BashOutput', 'KillShell', 'KillBash', 'Monitor'],
  open: (call) => openToolCall(call, 'command', 'description', 'command', 'bash_id', 'shell_id'),
  done: printedLater,
};

function open(call: ToolCall): ToolEvent {
  const fields = fieldsOf(call.input);
  const command = fields.text('command');
  if (command === undefined) return openToolCall(call, 'command');
  const description = fields.text('description');
  const input = fields.rest();
  const background = fields.flag('run_in_background');
  const timeoutMs = fields.number('timeout');
  return { type: 'terminal_command', data: present({ command, description, cwd: call.cwd, background, timeoutMs, tool: call.name, input }) };
}

function done({ response, evidence }: ToolDone): ToolDetails {
  if (typeof response === 'string') return { events: outputs(response, 0) };
  const fields = fieldsOf(response);
  const text = fields.text('stdout');
  const stderr = fields.text('stderr');
  const output = fields.rest();
  const ended = fields.text('backgroundTaskId') === undefined && fields.flag('interrupted') !== true && fields.text('returnCodeInterpretation') === undefined;
  const whole = evidence.fullOutput ?? text ?? '';
  const exitCode = ended ? 0 : undefined;
  const events: ToolEvent[] = stderr ? [{ type: 'terminal_output', data: { text: stderr, stream: 'stderr', index: 1 } }] : [];
  return { events: [...outputs(whole, exitCode), ...events], output: withoutDefaults(output) };
}

/** What a command in the background printed since it was last asked. */
function printedLater({ name, response }: ToolDone): ToolDetails {
  const fields = fieldsOf(response);
  const text = name === 'BashOutput' ? (fields.text('stdout') ?? fields.text('output')) : undefined;
  if (text === undefined) return { events: [], output: response };
  const stderr = fields.text('stderr');
  const events: ToolEvent[] = stderr ? [{ type: 'terminal_output', data: { text: stderr, stream: 'stderr', index: 1 } }] : [];
  return { events: [...outputs(text, fields.number('exitCode')), ...events], output: fields.rest() };
}

function failed({ error, evidence }: ToolFailed): readonly ToolEvent[] {
  const match = /^Exit code (\d{1,9})(?:\r?\n|$)/.exec(error);
  const text = evidence.fullOutput ?? (match ? error.slice(match[0].length) : error);
  return outputs(text, match ? Number(match[1]) : undefined);
}

function outputs(text: string, exitCode: number | undefined): readonly ToolEvent[] {
  const tests = parseTestOutput(text);
  return [
    { type: 'terminal_output', data: present({ text, exitCode }) },
    ...(tests ? [{ type: 'test_result', data: dataOf(tests) }] : []),
  ];
}

/** A run of tests as JSON: interfaces have no index, what is spread from them has one. */
function dataOf({ cases, ...run }: TestResultData): JsonObject {
  return { ...run, ...(cases && { cases: cases.map((one) => ({ ...one })) }) };
}

/** Most results say four times that nothing special happened. */
function withoutDefaults(output: JsonObject | undefined): JsonValue | undefined {
  const told = Object.entries(output ?? {}).filter(([, value]) => value !== false);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}
