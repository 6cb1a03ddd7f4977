// An agent on some machine. PLAYHEAD_URL and PLAYHEAD_TOKEN say where recordings go; nothing in here does.
import { recordEvent, recordStart, recordStop } from '@playhead/recorder';

const [agentName, ending] = process.argv.slice(2);
const { sessionId, replayUrl } = await recordStart({ name: `Nightly check by ${agentName}`, harness: 'example', agentName, workspaceName: 'shop' });
for (let n = 1; n <= 200; n += 1) {
  recordEvent({ sessionId, type: 'terminal_command', call: `c${n}`, data: { command: `npm test -- --shard ${n}/200` } });
  recordEvent({ sessionId, type: 'tool_result', call: `c${n}`, data: { status: 'ok', text: `shard ${n} passed` } });
}
await recordStop({ sessionId, outcome: 'success', summary: '200 shards passed.' });
console.log(JSON.stringify({ sessionId, replayUrl }));
if (ending === 'at-once') process.exit(0); // nothing is sent any more; everything is in the files of this machine
