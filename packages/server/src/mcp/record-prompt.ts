/** The word that begins or ends a recording in clients whose users type it: `/record start`, `/record stop`. */
export const RECORD_PROMPT = 'record';

/** What it asks of the model. */
export function recordPromptText(action: string): string {
  if (action.trim().toLowerCase().startsWith('stop')) {
    return 'Call the tool record_stop of the Playhead server for the session that is being recorded, with your last answer to me as finalOutput. Then show me its replayUrl.';
  }
  return [
    'Record this session with the tools of the Playhead server from now on.',
    'Call record_start with a short name for what we do, the program you run in as harness, your own name as agentName and the repository or directory as workspaceName. Show me its replayUrl.',
    'Then record what happens as it happens with record_event, several events in one call where you can: what I ask (prompt), what you run and what it prints (terminal_command, terminal_output), what you read and change (file_read, file_diff), test results (test_result) and what you answer (assistant_text).',
    'Set a record_marker of the kind chapter where a new part of the work begins, and needs_review where I should look. Never wait for the recording, and go on without it if a call fails twice.',
    'Call record_stop when the work is done, or when I say /record stop.',
  ].join('\n');
}
