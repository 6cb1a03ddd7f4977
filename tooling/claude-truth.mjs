// What really happened in sessions of Claude Code, from the client's own files and nothing of ours: the reference that a recording is compared with.
//   node tooling/claude-truth.mjs <folder with transcripts> [document.json …]
// With documents (what `playhead sessions show --json` printed) it compares them field by field and prints every difference.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const textOf = (content) => (typeof content === 'string' ? content : (content ?? []).filter(({ type }) => type === 'text').map(({ text }) => text).join('\n'));
const rowsOf = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').flatMap((line) => {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
});

/** Every transcript below a folder, oldest first; rows that a fork copied count once, for the session that had them first. */
function transcriptsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl') && !name.endsWith('hooks.jsonl'));
  const read = files.map((name) => {
    const file = join(folder, name);
    const agent = /[\\/]subagents[\\/](?:.*[\\/])?agent-([^\\/]+)\.jsonl$/.exec(file)?.[1];
    const rows = rowsOf(file);
    const owner = agent === undefined ? basename(file, '.jsonl') : rows.find(({ sessionId }) => sessionId)?.sessionId;
    const began = rows.find(({ timestamp }) => timestamp)?.timestamp ?? ''; // a fork notes something of its own first
    return { file, agent, session: owner, rows: rows.filter(({ type }) => type === 'user' || type === 'assistant'), began };
  }).filter(({ rows }) => rows.length > 0).sort((a, b) => (a.began < b.began ? -1 : 1));
  const seen = new Set();
  return read.map((transcript) => ({ ...transcript, rows: transcript.rows.filter(({ uuid }) => !seen.has(uuid) && seen.add(uuid)) }));
}

function promptOf(row) {
  if (row.type !== 'user' || row.isMeta || row.isCompactSummary || row.isSidechain) return undefined;
  const blocks = Array.isArray(row.message.content) ? row.message.content : [];
  if (blocks.some(({ type }) => type === 'tool_result')) return undefined;
  const text = textOf(row.message.content);
  if (/^(?:\[Request interrupted|<local-command-|<bash-)/.test(text)) return undefined;
  const command = /^<command-(?:name|message)>/.test(text) && /<command-name>\s*(.*?)\s*<\/command-name>/s.exec(text)?.[1];
  if (!command) return { text, origin: text.startsWith('<task-notification>') ? 'machine' : 'human' };
  const given = /<command-args>\s*(.*?)\s*<\/command-args>/s.exec(text)?.[1] ?? '';
  return { text: `${command.startsWith('/') ? '' : '/'}${command}${given === '' ? '' : ` ${given}`}`, origin: 'command' };
}

/** Whether the user stopped a call that ran: clients since 2.1.329 say of what was refused that nothing ran, and call the rest rejected all the same. */
function wasStopped(row, text) {
  const [, , patch = 0] = (row.version ?? '').split('.').map(Number);
  return text.includes('this call was stopped while running') || (row.toolDenialKind === 'user-rejected' && row.toolDenialBeforeRun !== true && patch >= 329);
}

/** How a call ended, by what the model was told. */
function statusOf(row, block, text) {
  if (wasStopped(row, text)) return 'interrupted';
  if (row.toolDenialKind || /^Permission to use .* has been denied/s.test(text) || text.startsWith('The user doesn\'t want to proceed')) return 'denied';
  if (row.toolUseResult?.interrupted === true || text.startsWith('[Request interrupted by user')) return 'interrupted';
  return block.is_error ? 'failed' : 'ok';
}

/** The server and tool of an MCP call, where the client says which server it asked. */
function mcpOf(row, name) {
  if (!name.startsWith('mcp__')) return undefined;
  const server = row.attributionMcpServer ?? /^mcp__(.+?)__/.exec(name)?.[1];
  return { server, tool: name.slice(`mcp__${server.replace(/[^\w-]/g, '_')}__`.length) };
}

/** The text of a long result: the model saw only the beginning. */
function wholeOutput(row, transcript, text) {
  const path = row.toolUseResult?.persistedOutputPath;
  const folder = join(dirname(transcript.file), transcript.session, 'tool-results');
  const file = path && join(folder, basename(path));
  return file && existsSync(file) ? readFileSync(file, 'utf8') : text;
}

/** @returns What happened, session by session. */
export function truthOf(folder) {
  const transcripts = transcriptsBelow(folder);
  const results = new Map();
  for (const transcript of transcripts) for (const row of transcript.rows) {
    if (row.type === 'user' && Array.isArray(row.message.content)) for (const block of row.message.content) {
      if (block.type === 'tool_result') results.set(block.tool_use_id, { row, block, transcript });
    }
  }
  const parents = new Map(transcripts.filter(({ agent }) => agent).flatMap(({ agent, file }) => {
    const meta = file.replace(/\.jsonl$/, '.meta.json');
    return existsSync(meta) ? [[JSON.parse(readFileSync(meta, 'utf8')).toolUseId, agent]] : [];
  }));
  const sessions = new Map();
  const agentsLast = [...transcripts.filter(({ agent }) => !agent), ...transcripts.filter(({ agent }) => agent)];
  for (const transcript of agentsLast) {
    const { session, agent } = transcript;
    const known = sessions.get(session) ?? { session, turns: [], calls: [] };
    sessions.set(session, known);
    let turn;
    for (const row of transcript.rows) {
      const prompt = agent ? undefined : promptOf(row);
      turn = row.promptId ?? turn;
      if (prompt && !known.turns.some(({ id }) => id === (row.promptId ?? row.uuid))) known.turns.push({ id: row.promptId ?? row.uuid, ...prompt, response: undefined });
      if (row.type !== 'assistant' || row.message.model === '<synthetic>') continue;
      for (const block of Array.isArray(row.message.content) ? row.message.content : []) {
        if (block.type === 'text' && !agent) {
          const current = turn === undefined ? known.turns.at(-1) : known.turns.findLast(({ id }) => id === turn); // an answer to the user's own command answers no prompt
          if (current) current.response = block.text;
        }
        if (block.type !== 'tool_use') continue;
        const end = results.get(block.id);
        const text = end ? textOf(end.block.content) : undefined;
        const status = end ? statusOf(end.row, end.block, text) : 'interrupted';
        const exit = block.name === 'Bash' && status === 'failed' ? /^Exit code (\d+)/.exec(text)?.[1] : undefined;
        known.calls.push({
          id: block.id, tool: block.name, input: block.input, status, turn: turn ?? end?.row.promptId, agent, mcp: mcpOf(row, block.name), starts: parents.get(block.id),
          output: text === undefined ? undefined : sha256(wholeOutput(end.row, end.transcript, text)), ...(exit !== undefined && { exitCode: Number(exit) }),
        });
      }
    }
  }
  return [...sessions.values()];
}

const withoutDefault = (input) => (input && input.replace_all === false ? Object.fromEntries(Object.entries(input).filter(([key]) => key !== 'replace_all')) : input);
const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value) => (Array.isArray(value) ? value.map(sorted) : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value);

/**
 * Compares what happened in a session with the documents that recorded it: several where it was resumed.
 * @returns A line for each difference; none when all is as it happened.
 */
export function differences(truth, all) {
  const documents = [...all].sort((a, b) => a.session.startedAt - b.session.startedAt);
  const found = [];
  const differ = (what, field, happened, shown) => { if (!same(happened, shown)) found.push(`${what}: ${field} was ${JSON.stringify(happened)?.slice(0, 200)}, shown is ${JSON.stringify(shown)?.slice(0, 200)}`); };
  const turns = documents.flatMap(({ turns: own }) => own).filter(({ prompt }) => prompt);
  differ(truth.session, 'turns', truth.turns.map(({ id }) => id), turns.map(({ id }) => id));
  for (const turn of truth.turns) {
    const shown = turns.find(({ id }) => id === turn.id);
    if (!shown) continue;
    differ(`turn ${turn.id}`, 'prompt', turn.text, shown.prompt.text);
    differ(`turn ${turn.id}`, 'origin', turn.origin, shown.prompt.origin);
    if (turn.response !== undefined) differ(`turn ${turn.id}`, 'response', turn.response.trim(), shown.response?.trim());
  }
  const steps = documents.flatMap(({ turns: own }) => own.flatMap((turn) => turn.steps.map((step) => ({ ...step, turn: turn.id })))).filter(({ toolUseId, tool }) => toolUseId && tool !== '!');
  differ(truth.session, 'calls', truth.calls.map(({ id }) => id).sort(), steps.map(({ toolUseId }) => toolUseId).sort());
  for (const call of truth.calls) {
    const step = steps.find(({ toolUseId }) => toolUseId === call.id);
    if (!step) continue;
    const what = `${call.tool} ${call.id}`;
    differ(what, 'tool', call.tool, step.tool);
    differ(what, 'input', withoutDefault(call.input), withoutDefault(step.input));
    differ(what, 'status', call.status, step.status);
    differ(what, 'turn', call.turn, step.turn);
    differ(what, 'agent', call.agent, step.agentId);
    differ(what, 'MCP name', call.mcp, step.mcp);
    if (call.starts) differ(what, 'subagent', call.starts, step.startedAgentId);
    if (call.exitCode !== undefined) differ(what, 'exit code', call.exitCode, step.exitCode);
    if (call.output !== undefined) differ(what, 'output', call.output, step.output === undefined ? undefined : sha256(step.output));
    if (call.tool === 'Skill' && call.status === 'ok' && !step.skill?.version) found.push(`${what}: skill ${step.skill?.name} has no version`);
  }
  return found;
}

if (process.argv[1] && import.meta.url.endsWith(basename(process.argv[1]))) {
  const [folder, ...files] = process.argv.slice(2);
  const truth = truthOf(folder);
  const documents = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  if (files.length === 0) console.log(JSON.stringify(truth, null, 1));
  let count = 0;
  for (const session of files.length === 0 ? [] : truth) {
    const own = documents.filter((document) => document.session.harnessSessionId === session.session);
    const found = own.length === 0 ? [`${session.session}: there is no recording`] : differences(session, own);
    for (const line of found) console.log(line);
    count += found.length;
    console.log(`${session.session}: ${session.turns.length} turns, ${session.calls.length} calls, ${found.length} differences`);
  }
  process.exitCode = count > 0 ? 1 : 0;
}
