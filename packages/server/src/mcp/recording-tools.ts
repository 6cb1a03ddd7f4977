import { fieldsOfType } from './event-check.ts';
import type { McpCaller } from './caller.ts';
import type { McpRecorder } from './mcp-recorder.ts';
import { eventInput, markerInput, noteInput, reviewNoteInput, startInput, statusInput, stopInput, type ToolAnswer, type ToolSchema } from './tool-inputs.ts';
import { checkedInput, jsonSchemaOf, type JsonSchema } from './tool-schema.ts';

/** A tool of the recording server. */
export interface RecordingTool {
  readonly name: string;
  readonly title: string;
  /** What a model reads to decide. Every word costs tokens in every conversation. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** Whether the same call may be made again without adding anything. */
  readonly idempotent: boolean;
  /** Whether people are shown where to watch. */
  readonly links: boolean;
  /** @throws PlayheadError saying what a model is to correct. */
  readonly run: (recorder: McpRecorder, input: unknown, caller: McpCaller) => Promise<ToolAnswer>;
}

/** The types that a model is told of with what their data holds. Others are taken too. */
const TOLD = ['prompt', 'assistant_text', 'terminal_command', 'terminal_output', 'file_read', 'file_diff', 'test_result', 'tool_call', 'tool_result', 'session_checkpoint'];

/** Makes the table of tools. None of them reads or lists. */
export function recordingTools(): readonly RecordingTool[] {
  return [
    tool('record_start', 'Start recording', startInput, (recorder, input, caller) => recorder.start(input, caller), { links: true },
      'Starts recording this session, so that people can watch and replay it. Call it once, before the work. Show the user the replayUrl it gives.'),
    tool('record_event', 'Record an event', eventInput, (recorder, input, caller) => recorder.event(input, caller), {},
      `Records what just happened: one event, or several in one call with \`events\`. Record prompts, commands with their output, files read and changed, test results. ${TOLD.map(fieldsOfType).join(' ')} Other types are kept as they are.`),
    tool('record_note', 'Leave a note', noteInput, (recorder, input, caller) => recorder.note(input, caller), {},
      'Leaves a note for whoever watches, about a file where one is named.'),
    tool('record_marker', 'Set a marker', markerInput, (recorder, input, caller) => recorder.marker(input, caller), {},
      'Marks this moment: a chapter, a moment worth a jump, or something that a person should review.'),
    tool('review_note', 'Note in the review', reviewNoteInput, (recorder, input, caller) => recorder.reviewNote(input, caller), {},
      'Leaves a note in the review of the session, marked as yours: reviewers answer and resolve it. About a line of a changed file, a tool call, or the session. It is not part of what is recorded.'),
    tool('record_status', 'Say where the recording stands', statusInput, (recorder, input, caller) => recorder.status(input, caller), { idempotent: true, links: true },
      'Says whether the session is still recorded and where it can be watched. Gives nothing of what is in it.'),
    tool('record_stop', 'Stop recording', stopInput, (recorder, input, caller) => recorder.stop(input, caller), { idempotent: true, links: true },
      'Ends the recording, with the answer you gave the user as finalOutput. Calling it again changes nothing.'),
  ];
}

function tool<Input>(
  name: string, title: string, schema: ToolSchema<Input>, run: (recorder: McpRecorder, input: Input, caller: McpCaller) => Promise<ToolAnswer>,
  { idempotent = false, links = false }: { idempotent?: boolean; links?: boolean }, description: string,
): RecordingTool {
  return {
    name, title, description, idempotent, links,
    inputSchema: jsonSchemaOf(schema),
    run: async (recorder, input, caller) => run(recorder, checkedInput(name, schema, input), caller),
  };
}
