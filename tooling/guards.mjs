// Every place that keeps a secret in, a stranger out or a size down, with the test that notices when it is gone.
// `without` is what stands in the code once the guard is taken away. Used by `pnpm mutate:guards` and test/guards.test.ts.

const recorder = (file) => `packages/recorder/src/${file}`;
const server = (file) => `packages/server/src/${file}`;
const redaction = (file) => `packages/redaction/src/engine/${file}`;
const fs = (file) => `packages/storage-adapters/src/fs/${file}`;
const RECORDER_TEST = recorder('redaction.test.ts');
const GUARD_TEST = 'packages/server/test/guard.test.ts';
const SETTINGS_TEST = recorder('settings.test.ts');
const LIMITS_TEST = 'packages/protocol/test/limits.test.ts';
const REDACTOR_TEST = 'packages/redaction/test/redactor.test.ts';
const FILES_TEST = 'packages/storage-adapters/src/adapters/fs.files.test.ts';
const DROP_TEST = 'packages/storage-adapters/src/adapters/fs.drop.test.ts';
const INDEX_TEST = 'packages/storage-adapters/src/adapters/fs.index.test.ts';
const HISTORY_TEST = 'packages/server/test/history.test.ts';
const MISSED_SESSIONS_TEST = 'packages/server/test/missed-sessions.test.ts';
const MISSED_TEST = 'packages/server/test/missed-hooks.test.ts';
const PRIVATE_TEST = 'packages/server/test/private.test.ts';
const MCP_TEST = 'packages/server/test/mcp.test.ts';
const API_TEST = 'packages/server/test/api.test.ts';
const WIRE_TEST = 'packages/server/test/wire.test.ts';
const HTTP_TEST = 'packages/server/test/http-storage.test.ts';
const http = (file) => `packages/storage-adapters/src/http/${file}`;
const ACCESS_TEST = 'packages/server/test/access.test.ts';
const ORIGIN_TEST = 'packages/server/test/cross-origin.test.ts';
const RATE_TEST = 'packages/server/test/limits.test.ts';
const TOKENS_TEST = 'packages/server/test/tokens.test.ts';
const IMPORTS_TEST = 'packages/server/test/imports.test.ts';
const TYPED_TEST = recorder('pty/typed-input.test.ts');
const TERMINAL_TEST = recorder('pty/worker/terminal-writer.test.ts');
const SHELLS_TEST = 'packages/server/test/shells.test.ts';
const RETENTION_TEST = 'packages/server/test/retention.test.ts';
const SERVER_SETTINGS_TEST = 'packages/server/test/settings.test.ts';
const MATRIX = 'gets from every route what the page says';

/** @type {readonly { name: string, file: string, guard: string, without: string, test: string, notices: string, project?: string }[]} */
export const guards = [
  // Redaction
  { name: 'records are redacted', file: recorder('redacting-guard.ts'), guard: 'redactor.redactRecord(piece', without: '((value) => ({ value, findings: [] }))(piece', test: RECORDER_TEST, notices: 'holds a pseudonym in the place of a secret' },
  { name: 'bytes of a terminal are looked through as the text that they are', file: recorder('redacting-guard.ts'), guard: 'limited(textOfBytes(record), limits)', without: 'limited(record, limits)', test: RECORDER_TEST, notices: 'in bytes of a terminal that are no UTF-8' },
  { name: 'objects that speak for themselves in JSON are redacted', file: recorder('record-guard.ts'), guard: "if (fault === 'opaque') return limited(", without: 'if (false) return limited(', test: RECORDER_TEST, notices: 'what says only in JSON what it is' },
  { name: 'headers are redacted', file: recorder('redacting-guard.ts'), guard: 'redactor.redactValue(', without: '((value) => ({ value, findings: [] }))(', test: RECORDER_TEST, notices: 'leaves nothing of a secret in any file' },
  { name: 'what waits for the rules goes past them in order', file: recorder('session-queue.ts'), guard: 'encodeRecord(next.record(record))', without: 'line', test: RECORDER_TEST, notices: 'keeps its order' },
  { name: 'the ends of pieces are held back', file: recorder('redacting-guard.ts'), guard: 'streams.text(whole, last)', without: 'undefined', test: RECORDER_TEST, notices: 'never holds a secret that comes in two pieces' },
  { name: 'what sensitive sources hold is withheld', file: recorder('redacting-guard.ts'), guard: 'sensitive.isSensitive(whole)', without: 'false', test: RECORDER_TEST, notices: 'withholds what a sensitive file holds' },
  { name: 'made-up event types are redacted', file: recorder('redacting-guard.ts'), guard: 'if (isPlainType(value.type)) return value;', without: 'return value;', test: RECORDER_TEST, notices: 'leaves nothing of a secret in any file' },
  { name: 'counts of what was found stand in a redacted place', file: recorder('redacting-guard.ts'), guard: '...findings] : findings, value);', without: '...findings] : findings, record);', test: RECORDER_TEST, notices: 'leaves nothing of a secret in any file' },
  { name: 'lines sent to the API are redacted', file: server('routes/append-records.ts'), guard: 'guard.whole(placed)', without: 'placed', test: GUARD_TEST, notices: 'a line without a secret is stored byte for byte' },
  { name: 'headers sent to the API are redacted', file: server('routes/create-session.ts'), guard: '...safe } = guard.header(header);', without: '...safe } = header;', test: WIRE_TEST, notices: 'holds no secret of its header' },
  { name: 'notes sent to the API are redacted', file: server('routes/annotations.ts'), guard: 'const safe = guard.whole(record);', without: 'const safe = record;', test: WIRE_TEST, notices: 'an annotation is stored once, without secrets' },
  { name: 'an imported review says nothing about how long sessions are kept', file: 'packages/replay-core/src/review/read-review-document.ts', guard: '!OWNER_TYPES.includes(annotation.type) && ', without: '', test: 'packages/replay-core/src/review/read-review-document.test.ts', notices: 'how long a session is kept is not said by a review' },
  { name: 'a review is imported into its own session', file: 'packages/replay-core/src/review/read-review-document.ts', guard: '!isSame(theirs, session)', without: 'false', test: 'packages/replay-core/src/review/read-review-document.test.ts', notices: 'a review of another session is refused' },
  { name: 'a review does not say of itself who imported it', file: 'packages/replay-core/src/review/read-review-document.ts', guard: 'const { imported: _theirs, ...data } = annotation.data;', without: 'const { data } = annotation;', test: 'packages/replay-core/src/review/read-review-document.test.ts', notices: 'what is added says who added it and from where' },
  { name: 'an imported review does not have the last word for ever', file: 'packages/replay-core/src/review/read-review-document.ts', guard: 'annotation.at > latest', without: 'false', test: 'packages/replay-core/src/review/read-review-document.test.ts', notices: 'would stay the last word' },
  { name: 'paths of the machine are for who may change everything', file: server('routes/settings.ts'), guard: "const mayAll = grant?.kind === 'admin';", without: 'const mayAll = true;', test: SERVER_SETTINGS_TEST, notices: 'learns the same but no path of the machine' },
  { name: 'who may only record says nothing about how long sessions are kept', file: server('routes/annotations.ts'), guard: "OWNER_TYPES.includes(annotation.type) && grant?.kind !== 'admin'", without: 'false', test: RETENTION_TEST, notices: 'who may only record decides nothing' },
  { name: 'what was not sent yet is not removed', file: 'packages/replay-core/src/retention/prune-sessions.ts', guard: 'isUnsent ? await sentOnes(planned, isUnsent, options) : planned', without: 'planned', test: 'packages/replay-core/src/retention/retention.test.ts', notices: 'what was not sent stays' },
  { name: 'a session that goes on or is pinned meanwhile is not removed', file: 'packages/replay-core/src/retention/prune-sessions.ts', guard: "return state === 'same';", without: 'return true;', test: 'packages/replay-core/src/retention/retention.test.ts', notices: 'spares a session that goes on' },
  { name: 'names beside the data are redacted', file: recorder('redacting-guard.ts'), guard: 'if (findings.length === 0 && !deep) return record;', without: 'return record;', test: GUARD_TEST, notices: 'a secret beside the data of a line' },
  { name: 'values beside the log are redacted afterwards', file: recorder('redact-session.ts'), guard: "value.encoding === 'base64' ? value :", without: 'true ? value :', test: recorder('redact-session.test.ts'), notices: 'holds no secret afterwards' },
  { name: 'notes are redacted afterwards', file: recorder('redact-session.ts'), guard: "data: isJsonObject(safe['data']) ? safe['data'] : {} };", without: 'data };', test: recorder('redact-session.test.ts'), notices: 'holds no secret afterwards' },
  { name: 'who wrote a note is redacted afterwards', file: recorder('redact-session.ts'), guard: "author: String(safe['author'])", without: 'author', test: recorder('redact-session.test.ts'), notices: 'holds no secret afterwards' },
  { name: 'keys of objects are redacted', file: redaction('walk.ts'), guard: 'change.key(key, path)', without: 'key', test: REDACTOR_TEST, notices: 'is redacted in texts, keys, names and paths' },
  { name: 'what was not looked at in time is not kept', file: redaction('find.ts'), guard: 'if (reached < text.length) spans = mergeSpans(', without: 'if (false) spans = mergeSpans(', test: REDACTOR_TEST, notices: 'what could not be looked at in time is not kept' },
  { name: 'a host\'s redactor that fails keeps nothing', file: redaction('create-loaded-redactor.ts'), guard: "  } catch {\n    run.counts.add('HOST_RULE');\n    return unscanned(text.length);", without: '  } catch {\n    return text;', test: REDACTOR_TEST, notices: 'keeps no text back when its redactor fails' },
  { name: 'a short key is refused', file: redaction('create-loaded-redactor.ts'), guard: 'key.length < SHORTEST_KEY', without: 'false', test: REDACTOR_TEST, notices: 'a key that is too short is refused' },
  { name: 'the mark of a changed line is no part of a token', file: redaction('diff-marks.ts'), guard: "text.replaceAll(/^[+-](?!----BEGIN )/gm, ' ')", without: 'text', test: 'packages/redaction/test/diff.test.ts', notices: 'a card number right behind a mark' },
  { name: 'the key of a workspace is its owner\'s', file: recorder('node/workspace-key.ts'), guard: 'mode: 0o600, ', without: 'mode: 0o644, ', test: RECORDER_TEST, notices: 'is made once, for its owner only' },

  { name: 'a terminal whose state nobody knows hides what is typed', file: recorder('pty/typed-input.ts'), guard: 'state === undefined || (!state', without: 'state !== undefined && (!state', test: TYPED_TEST, notices: 'nobody knows how the terminal is set' },
  { name: 'a terminal that hides a line hides it from the recording', file: recorder('pty/typed-input.ts'), guard: '(!state.echo && state.lines)', without: 'false', test: TYPED_TEST, notices: 'reads a line that it does not show' },
  { name: 'a terminal is asked again after something was typed', file: recorder('pty/typed-input.ts'), guard: 'settle(isSecret());', without: 'settle(false);', test: TYPED_TEST, notices: 'right before a program stops to show it' },
  { name: 'what a prompt asks for by its words is not recorded', file: recorder('pty/typed-input.ts'), guard: 'isSecret() || secretLine', without: 'isSecret()', test: TYPED_TEST, notices: 'a prompt in raw mode asks for' },
  { name: 'what comes behind the end of a line is not recorded', file: recorder('pty/typed-input.ts'), guard: 'hold(bytes.subarray(line + 1), at, true)', without: 'hold(bytes.subarray(line + 1), at, secret)', test: TYPED_TEST, notices: 'behind the end of a line' },
  { name: 'what is typed right behind a line is looked at again', file: recorder('pty/typed-input.ts'), guard: 'if (!ahead) settle(secret);', without: 'settle(secret);', test: TYPED_TEST, notices: 'typed ahead of it is not' },
  { name: 'hidden keys are not counted', file: recorder('pty/worker/input-writer.ts'), guard: '} else if (!hidden) {', without: '} else {', test: TERMINAL_TEST, notices: 'neither how much nor how often' },
  { name: 'what a terminal prints is redacted', file: recorder('pty/worker/terminal-writer.ts'), guard: 'print(stream ? stream.push(safe) : safe);', without: 'print(safe);', test: TERMINAL_TEST, notices: 'a secret that a terminal prints' },
  { name: 'a program that waits in the middle of a secret gives nothing away', file: redaction('stream.ts'), guard: '&& mayBeHalf(text) ?', without: '&& false ?', test: REDACTOR_TEST, notices: 'no more than the first letters' },
  { name: 'a terminal that shows a sensitive file is withheld', file: recorder('redacting-guard.ts'), guard: "redactor.policy === 'strict' || sensitive.isSensitive({ call, data: {} })", without: "redactor.policy === 'strict'", test: TERMINAL_TEST, notices: 'a file that holds secrets' },

  // Opting out
  { name: 'the recorder asks who opted out', file: recorder('session-queues.ts'), guard: 'if (!recording.record) {', without: 'if (false) {', test: RECORDER_TEST, notices: 'a repository is not recorded' },
  { name: 'a start asks again for what was recorded before it', file: recorder('session-queues.ts'), guard: 'known?.discard();', without: '', test: RECORDER_TEST, notices: 'where its repository opted out' },
  { name: 'a start puts its policy before what was recorded before it', file: recorder('session-queues.ts'), guard: 'known?.guardBy(guarding);', without: '', test: RECORDER_TEST, notices: 'where its repository asks for strict' },
  { name: 'whoever joins a session keeps to its policy', file: recorder('recorder.ts'), guard: 'if (before?.redaction) queues.of(', without: 'if (before?.redaction && false) queues.of(', test: RECORDER_TEST, notices: 'whoever joins a session keeps to its policy' },
  { name: 'hooks keep to the policy of what is recorded', file: server('hooks/hook-room.ts'), guard: 'policy ??= before?.redaction?.policy;', without: '', test: GUARD_TEST, notices: 'what began under strict goes on under strict' },
  { name: 'hooks ask who opted out', file: server('hooks/hook-room.ts'), guard: 'if (!recording.record) return undefined;', without: '', test: GUARD_TEST, notices: 'a repository that opted out is not recorded' },
  { name: 'hooks ask where a session began', file: server('hooks/hook-room.ts'), guard: '...(startedIn !== undefined && { startedIn }), ', without: '', test: GUARD_TEST, notices: 'is not recorded wherever its agent goes' },
  { name: 'hooks ask again with every payload', file: server('hooks/hook-room.ts'), guard: 'next.redaction?.digest === guard.redaction?.digest', without: 'true', test: GUARD_TEST, notices: 'a file that appears while a session runs' },
  { name: 'a directory behind a link is asked', file: recorder('settings.node.ts'), guard: '...upwards(realPath(directory))', without: '', test: SETTINGS_TEST, notices: 'reached through a link' },
  { name: 'a session that a module takes care of is not recorded twice', file: server('routes/hooks.ts'), guard: "if (module && adapter.sessionOf(payload) === module) return false;", without: '', test: 'packages/cli/test/claude-module.test.ts', notices: 'not recorded a second time while its module takes care' },
  { name: 'the module asks who opted out', file: 'packages/hooks-claude/plugin/hooks/module.ts', guard: 'if (!setting.record) return undefined;', without: '', test: 'packages/cli/test/claude-module.test.ts', notices: 'an environment that opted out is not recorded' },
  { name: 'the module leaves nothing on the disk where a repository opted out', file: 'packages/hooks-claude/plugin/hooks/module.ts', guard: 'if (/"record"\\s*:\\s*false/.test(settings)) return;', without: '', test: 'packages/cli/test/claude-module.test.ts', notices: 'a repository that opted out is not recorded' },
  { name: 'the agent\'s environment counts', file: server('routes/hooks.ts'), guard: 'env: environmentOf(request.headers)', without: 'env: {}', test: GUARD_TEST, notices: 'the environment of the agent counts' },
  { name: 'a file that cannot be understood stops recording', file: recorder('recording-settings.ts'), guard: 'record === false || problem !== undefined', without: 'record === false', test: SETTINGS_TEST, notices: 'a file with no JSON' },
  { name: 'a repository cannot loosen redaction', file: recorder('recording-settings.ts'), guard: "(from === 'repository' && redaction === 'off')", without: 'false', test: SETTINGS_TEST, notices: 'a repository cannot switch redaction off' },
  { name: 'the strictest policy wins', file: recorder('recording-settings.ts'), guard: 'STRICTNESS[one] > STRICTNESS[strictest]', without: 'false', test: SETTINGS_TEST, notices: 'the strictest redaction wins' },

  // What a server does behind everybody's back
  { name: 'a session of too many records is not looked at unasked', file: 'packages/replay-core/src/review/kept-markers.ts', guard: 'events > mostRecords ? undefined : ', without: '', test: 'packages/replay-core/src/review/reviewed-sessions.test.ts', notices: 'a session of too many records is not read' },

  // Agents that record themselves
  { name: 'agents do not write what the recorder alone says', file: server('mcp/event-check.ts'), guard: 'if (RESERVED.has(type)) throw', without: 'if (false) throw', test: MCP_TEST, notices: 'says what to correct' },
  { name: 'an event of an agent is not too large', file: server('mcp/event-check.ts'), guard: 'if (bytes > EVENT_BYTES) throw', without: 'if (false) throw', test: MCP_TEST, notices: 'says what to correct' },
  { name: 'agents do not say who they are', file: server('mcp/tool-inputs.ts'), guard: 'startInput: ToolSchema<StartArguments> = z.strictObject(', without: 'startInput: ToolSchema<StartArguments> = z.looseObject(', test: MCP_TEST, notices: 'says what to correct' },
  { name: 'a token\'s name is who speaks', file: server('routes/mcp.ts'), guard: "...(grant?.token && { identity: { type: 'machine', subject: grant.token.name } }),", without: '', test: MCP_TEST, notices: 'under its name' },
  { name: 'keys of agents stand in nobody\'s way', file: server('mcp/record-key.ts'), guard: '`mcp:${idempotencyKey}`', without: 'idempotencyKey', test: MCP_TEST, notices: 'lets no key of a client stand in the way' },
  { name: 'a start of an agent asks who opted out', file: server('mcp/mcp-recorder.ts'), guard: 'if (!recording.record) return leaveOut', without: 'if (false) return leaveOut', test: MCP_TEST, notices: 'records nothing where somebody opted out' },
  { name: 'every call of an agent asks who opted out', file: server('mcp/mcp-room.ts'), guard: 'if (!recording.record) return false;', without: '', test: MCP_TEST, notices: 'once its repository opts out' },
  { name: 'notes of agents are redacted', file: server('mcp/mcp-room.ts'), guard: 'safeAnnotation(annotationOf(session), guard)', without: 'annotationOf(session)', test: MCP_TEST, notices: 'takes secrets out' },
  { name: 'notes of agents ask who opted out', file: server('mcp/mcp-room.ts'), guard: 'if (!(await settle(session, place)) || !guard) return', without: 'if (!guard) return', test: MCP_TEST, notices: 'once its repository opts out' },
  { name: 'messages of clients are not too large', file: server('mcp/mcp-endpoint.ts'), guard: 'maxRequestBodySize: MESSAGE_BYTES, ', without: 'maxRequestBodySize: 1e9, ', test: MCP_TEST, notices: 'a message that is too large' },
  { name: 'the environment of a client counts', file: server('routes/mcp.ts'), guard: 'env: environmentOf(request.headers),', without: '', test: MCP_TEST, notices: 'records nothing where somebody opted out' },

  { name: 'imports ask who opted out', file: server('history/history-keeper.ts'), guard: 'return recording.record ? standingAlone(', without: 'return true ? standingAlone(', test: 'packages/cli/test/import.test.ts', notices: 'a project that opted out is not imported' },
  { name: 'imports are redacted', file: server('history/history-keeper.ts'), guard: 'record: (record) => guard.whole(record),', without: 'record: (record) => record,', test: 'packages/cli/test/import.test.ts', notices: 'secrets are taken out of what is' },
  { name: 'a payload leads to no other file than its session\'s transcript', file: 'packages/hooks-claude/src/transcript/claude-history.ts', guard: "if (basename(dirname(dirname(real))) !== 'projects' || ", without: 'if (', test: 'packages/server/test/history.test.ts', notices: 'cannot make the server read a file' },

  // Private sessions
  { name: 'nothing is appended to a private session', file: fs('drop.ts'), guard: 'if (!isDropped(folders, sessionId)) return undefined;', without: 'return undefined;', test: DROP_TEST, notices: 'no byte of a dropped session stays' },
  { name: 'a private session leaves nothing among shared values', file: fs('drop.ts'), guard: 'removeBlobs(folders.blobs, path);', without: '', test: 'packages/storage-adapters/src/adapters/fs.blobs.test.ts', notices: 'a process that dies while it stores a value' },
  { name: 'the prompt /private drops the session', file: server('hooks/hook-receiver.ts'), guard: 'if (adapter.dropsSession?.(payload) === true) {', without: 'if (false) {', test: PRIVATE_TEST, notices: 'the command in a prompt removes what was recorded' },

  { name: 'nothing of a private session stays on the disk', file: recorder('waiting-lines.node.ts'), guard: 'for (const file of files) file.remove();', without: '', test: recorder('spill.test.ts'), notices: 'made private stays on the disk' },

  { name: 'a token that may only add removes nothing by a prompt', file: server('hooks/hook-receiver.ts'), guard: 'if (!mayRemove && ', without: 'if (false && ', test: PRIVATE_TEST, notices: 'a token that may only add removes nothing' },
  { name: 'what was left out stays left out', file: server('hooks/hook-room.ts'), guard: 'if (known?.keys.has(LEFT_OUT)) return false;', without: '', test: PRIVATE_TEST, notices: 'a token that may only add removes nothing' },
  { name: 'payloads of other machines lead to no files of this one', file: server('hooks/hook-room.ts'), guard: "|| sent.isHere !== true ? {}", without: '? {}', test: HISTORY_TEST, notices: 'files that a payload names are looked at' },
  { name: 'sessions made elsewhere name no file here', file: server('routes/create-session.ts'), guard: 'isFromHere(call) ? told : withoutPlace(told)', without: 'told', test: HISTORY_TEST, notices: 'another machine tells of leads to no file' },
  { name: 'records from elsewhere name no file here', file: server('routes/append-records.ts'), guard: 'isHere ? record : placeless(record)', without: 'record', test: HISTORY_TEST, notices: 'another machine tells of leads to no file' },
  { name: 'hooks from elsewhere name no file here', file: server('hooks/hook-room.ts'), guard: 'isHere ? told : withoutPlace(told)', without: 'told', test: HISTORY_TEST, notices: 'another machine tells of leads to no file' },
  { name: 'what was missed is made up for on this machine alone', file: server('hooks/hook-receiver.ts'), guard: 'if (delivery.isHere === true) missed', without: 'if (true) missed', test: MISSED_TEST, notices: 'of another machine could not have stored' },
  { name: 'what was missed of a private session stays missed', file: server('hooks/hook-receiver.ts'), guard: 'left?.(name);', without: '', test: MISSED_TEST, notices: 'made private meanwhile stays out' },
  { name: 'a session that no hook told of is made up for on this machine alone', file: server('routes/hooks.ts'), guard: 'adapter && isFromHere(call) &&', without: 'adapter &&', test: MISSED_SESSIONS_TEST, notices: 'nobody from elsewhere' },
  { name: 'a transcript in which its user made it private is not imported', file: server('history/history-keeper.ts'), guard: '(await history.isPrivate?.(session, options.signal)) === true', without: 'false', test: MISSED_SESSIONS_TEST, notices: 'stays out, though no hook could say so' },
  { name: 'what is made up for is redacted as its agent asked', file: server('history/history-tender.ts'), guard: '...(env && { env }) }', without: '}', test: MISSED_TEST, notices: 'redacted as its agent asked' },
  { name: 'histories are those of this machine', file: server('hooks/hook-receiver.ts'), guard: 'if (kept && delivery.isHere === true) stored', without: 'if (kept) stored', test: HISTORY_TEST, notices: 'files that a payload names are looked at' },

  { name: 'a shell leads to no file but one of its session\'s own tasks', file: server('node/shell-process.ts'), guard: '!isOfSession || ', without: '', test: SHELLS_TEST, notices: 'no file but one of the session' },
  { name: 'a shell leads to no file through a link', file: server('node/shell-process.ts'), guard: ' || (await realpath(path)) !== path', without: '', test: SHELLS_TEST, notices: 'no file but one of the session' },
  { name: 'a shell leads to nothing but files', file: server('node/shell-process.ts'), guard: 'found.isFile() && ', without: '', test: SHELLS_TEST, notices: 'no file but one of the session' },
  { name: 'what commands print is told on this machine alone', file: server('routes/hooks.ts'), guard: '!piece || !isFromHere(call) ||', without: '!piece ||', test: SHELLS_TEST, notices: 'nobody from elsewhere' },
  { name: 'what commands print is redacted', file: server('hooks/shell-outputs.ts'), guard: 'stream.push(piece.text)', without: 'piece.text', test: SHELLS_TEST, notices: 'keeps a secret out' },
  { name: 'what is withheld as a whole is not told in pieces', file: server('hooks/shell-outputs.ts'), guard: '(isNew || !stream)', without: 'false', test: SHELLS_TEST, notices: 'withheld as a whole' },

  // What waits on the disk
  { name: 'spool files are their owner\'s', file: recorder('node/spool-file.ts'), guard: ', 0o600);', without: ', 0o644);', test: recorder('spill.test.ts'), notices: 'for its owner only' },
  { name: 'folders of the recorder are their owner\'s', file: recorder('node/make-directory.ts'), guard: 'mkdirSync(dir, { mode: 0o700 });', without: 'mkdirSync(dir);', test: recorder('spill.test.ts'), notices: 'for its owner only' },
  { name: 'what waits on the disk goes with its session', file: fs('spools.ts'), guard: 'if (name.endsWith(`_${sessionId}.jsonl`)) rmSync', without: 'if (false) rmSync', test: recorder('spill.test.ts'), notices: 'goes with it: d' },
  { name: 'nothing waits on the disk that was not redacted', file: recorder('session-queue.ts'), guard: 'guard.current !== undefined && waiting.spill()', without: 'waiting.spill()', test: recorder('spill.test.ts'), notices: 'did not go past the rules yet' },

  // Limits
  { name: 'depth is limited', file: 'packages/protocol/src/limits.ts', guard: "if (depth > rest.depth) return 'depth';", without: 'if (depth > 2000) return undefined;', test: LIMITS_TEST, notices: 'what stands 64 deep' },
  { name: 'keys are limited', file: 'packages/protocol/src/limits.ts', guard: "return rest.left < 0 ? 'keys' : undefined;", without: 'return undefined;', test: LIMITS_TEST, notices: 'keys and items count together' },
  { name: 'the recorder looks at depth and keys', file: recorder('record-guard.ts'), guard: 'const fault = limitFault(record.data, limits);', without: 'const fault = undefined;', test: RECORDER_TEST, notices: 'an event deeper than 64' },
  { name: 'lines are limited', file: recorder('encode-batch.ts'), guard: 'utf8Length(line) > eventBytes', without: 'false', test: RECORDER_TEST, notices: 'an event longer than a line may be' },
  { name: 'lines written at once are limited', file: recorder('queue-writer.ts'), guard: 'linesWithinLimit(batch.lines, guarded)', without: 'batch.lines', test: RECORDER_TEST, notices: 'where every event is written at once' },
  { name: 'headers are limited', file: recorder('record-guard.ts'), guard: 'utf8Length(JSON.stringify(header)) <= limits.eventBytes', without: 'true', test: RECORDER_TEST, notices: 'a header longer than an event may be' },
  { name: 'sessions are limited', file: recorder('session-queue.ts'), guard: 'recorded > most && ', without: 'false && ', test: RECORDER_TEST, notices: 'a session over its limit' },
  { name: 'values are limited', file: recorder('externalise.ts'), guard: 'if (size > limits.blobBytes) {', without: 'if (false) {', test: recorder('externalise.test.ts'), notices: 'a value over 64 MiB is named' },
  { name: 'hooks look at depth and keys', file: server('hooks/hook-room.ts'), guard: 'const fault = limitFault(payload, limits);', without: 'const fault = undefined;', test: GUARD_TEST, notices: 'of a payload nested too deep' },
  { name: 'bodies are limited', file: server('http/body.ts'), guard: 'if (size <= limit) continue;', without: 'continue;', test: 'packages/server/test/hooks.test.ts', notices: 'of a payload over 64 MiB' },
  { name: 'the API looks at depth and keys', file: server('routes/append-records.ts'), guard: 'if (fault) throw tooLarge(', without: 'if (false) throw tooLarge(', test: GUARD_TEST, notices: 'a line nested too deep' },
  { name: 'the API looks at the length of lines', file: server('routes/append-records.ts'), guard: 'if (bytes > limits.eventBytes) throw', without: 'if (false) throw', test: GUARD_TEST, notices: 'a line longer than 16 MiB' },

  { name: 'a storage that never answers holds nobody up', file: recorder('recorder.ts'), guard: 'if (host.tally.lastAckAt !== lastAckAt) return answered(call);', without: 'return answered(call);', test: recorder('silent-storage.test.ts'), notices: 'says so when the storage never answers' },

  // Strangers
  { name: 'a foreign host is refused', file: server('http/guard.ts'), guard: 'if (!isAllowed(host, options)) {', without: 'if (false) {', test: API_TEST, notices: 'lets only its own host and origin in' },
  { name: 'a foreign origin is refused', file: server('http/guard.ts'), guard: 'if (isForeign(request, host, options)) {', without: 'if (false) {', test: API_TEST, notices: 'lets only its own host and origin in' },
  { name: 'a session id is a uuid before it is a path', file: 'packages/storage-adapters/src/common/checks.ts', guard: "if (typeof sessionId === 'string' && isUuid(sessionId)) return;", without: 'return;', test: FILES_TEST, notices: 'a session id that looks like a path' },
  { name: 'the index is its owner\'s', file: fs('index-file.ts'), guard: "openSync(path, 'a', 0o600)", without: "openSync(path, 'a', 0o666)", test: INDEX_TEST, notices: 'the index is for its owner only' },
  { name: 'what is removed leaves the index', file: fs('index-file.ts'), guard: '&& isRowOf(ids, block, start, stop)) writeSync(', without: '&& fd < 0) writeSync(', test: INDEX_TEST, notices: 'no byte of a dropped, deleted or rewritten session' },
  { name: 'what is deleted leaves the figures that stand together', file: fs('delete-session.ts'), guard: 'forgetListed(folders, ids);', without: 'void ids;', test: 'packages/storage-adapters/src/adapters/fs.listed.test.ts', notices: 'no byte of the values of a session that is %s stays among those of others' },
  { name: 'directories are their owner\'s', file: fs('paths.ts'), guard: 'mkdirSync(directory, { mode: 0o700 });', without: 'mkdirSync(directory);', test: FILES_TEST, notices: 'everything is for its owner only' },
  { name: 'an open data directory is closed', file: 'packages/cli/src/local-server.ts', guard: 'chmodSync(path, stats.isDirectory() ? 0o700 : 0o600);', without: '', test: 'packages/cli/test/redact.test.ts', notices: 'what was open to others in the data directory' },
  { name: 'a recorded link leads to no script', file: 'packages/replay-react/src/markdown/safe-url.ts', guard: 'ALLOWED.has(url.protocol)', without: 'true', project: 'dom', test: 'packages/replay-react/src/markdown/Markdown.test.tsx', notices: '' },
  { name: 'only files of the spools themselves are read', file: recorder('node/adopt-spools.ts'), guard: 'entries.filter((entry) => entry.isFile())', without: 'entries', test: recorder('node/adopt-spools.test.ts'), notices: 'nothing is taken by way of a link' },

  // Who may do what
  { name: 'a token of another kind is refused', file: server('access/grant.ts'), guard: "if (access === 'public' || kind === 'admin' || kind === access) return;", without: 'return;', test: ACCESS_TEST, notices: MATRIX },
  { name: 'a token that is not known is refused', file: server('access/grant.ts'), guard: 'return difference === 0;', without: 'return true;', test: ACCESS_TEST, notices: MATRIX },
  { name: 'an expired token is refused', file: server('access/grant.ts'), guard: 'return expiresAt !== undefined && expiresAt <= Date.now() * 1000;', without: 'return false;', test: ACCESS_TEST, notices: MATRIX },
  { name: 'other machines need a token', file: server('access/grant.ts'), guard: 'return isLoopback(remoteAddress) && isLocalHost(request) &&', without: 'return isLocalHost(request) &&', test: ACCESS_TEST, notices: MATRIX },
  { name: 'what a proxy passes on is not local', file: server('access/grant.ts'), guard: ' && FORWARDING.every((name) => !request.headers.has(name));', without: ';', test: ACCESS_TEST, notices: MATRIX },
  { name: 'a name that is not this machine\'s is not local', file: server('access/grant.ts'), guard: 'isLoopback(remoteAddress) && isLocalHost(request)', without: 'isLoopback(remoteAddress)', test: API_TEST, notices: 'answers to a host its owner allowed' },
  { name: 'a server may ask everybody for a token', file: server('access/grant.ts'), guard: ' || access?.requireToken === true)', without: ')', test: ACCESS_TEST, notices: MATRIX },
  { name: 'reading needs a token once there is one', file: server('access/grant.ts'), guard: "? { ...local, kind: 'ingest' } : local;", without: '? local : local;', test: ACCESS_TEST, notices: MATRIX },
  { name: 'warnings are for this machine', file: server('routes/health.ts'), guard: 'if (connection.remoteAddress !== undefined && !isLocal(request, connection)) return', without: 'if (false) return', test: ACCESS_TEST, notices: 'what /healthz warns of' },
  { name: 'a workspace has its own storage', file: server('handler.ts'), guard: 'workspace === DEFAULT_WORKSPACE ? storage : storageOf?.(workspace);', without: 'storage;', test: ACCESS_TEST, notices: 'a read token reads what is its own' },
  { name: 'a typo is told from a token', file: server('access/token.ts'), guard: 'return checksum !== undefined && checksumOf(body) === checksum;', without: 'return checksum !== undefined;', test: TOKENS_TEST, notices: 'is told from a typo' },
  { name: 'tokens are their owner\'s', file: server('node/token-directory.ts'), guard: "{ mode: 0o600, flag: 'wx' }", without: "{ mode: 0o644, flag: 'wx' }", test: TOKENS_TEST, notices: 'is for its owner only' },
  { name: 'a token that cannot be read opens nothing', file: server('node/token-directory.ts'), guard: "return errnoOf(error) === 'ENOENT' ? undefined : { id, ...UNREADABLE };", without: 'return undefined;', test: TOKENS_TEST, notices: 'lets nobody in by it' },
  { name: 'our own tokens are redacted', file: 'packages/redaction/src/rules/vendors-code.ts', guard: "pattern('PLAYHEAD_TOKEN', ['playhead_'],", without: "pattern('PLAYHEAD_TOKEN', ['nothing_'],", test: TOKENS_TEST, notices: 'is redacted from what is recorded' },
  { name: 'a server without tokens is for this machine', file: 'packages/cli/src/commands/serve.ts', guard: 'if (host !== undefined) refuseOpenServer(host, tokens);', without: '', test: 'packages/cli/test/token.test.ts', notices: 'does not start before there is a token' },
  { name: 'images and frames of other pages are refused', file: server('http/guard.ts'), guard: "return (site === 'cross-site' || site === 'same-site') && !isVisit(request);", without: 'return false;', test: ORIGIN_TEST, notices: 'gets nothing' },
  { name: 'what forms send is refused', file: server('http/guard.ts'), guard: ' || !FORM_TYPES.has(type)', without: ' || true', test: ORIGIN_TEST, notices: 'changes nothing' },
  { name: 'only allowed origins are answered', file: server('handler.ts'), guard: 'return isAllowedOrigin(origin, { allowedOrigins }) ? forOrigin(response, origin) : response;', without: "return forOrigin(response, origin ?? '*');", test: ORIGIN_TEST, notices: 'gets nothing' },
  { name: 'names are not allowed where addresses are', file: server('http/guard.ts'), guard: "return /^(?:\\[.*\\]|\\d{1,3}(?:\\.\\d{1,3}){3})$/.test(name);", without: 'return true;', test: ORIGIN_TEST, notices: 'bound to every address' },
  { name: 'requests are limited', file: server('access/gate.ts'), guard: 'if (seconds > 0) throw', without: 'if (false) throw', test: RATE_TEST, notices: 'beyond what a token may ask' },
  { name: 'refusals are limited', file: server('access/gate.ts'), guard: 'count(senderAt(connection.remoteAddress), refused);', without: '{};', test: RATE_TEST, notices: 'with wrong tokens' },
  { name: 'senders that are remembered are limited', file: server('access/rate-limit.ts'), guard: 'if (buckets.size <= MOST_SENDERS) break;', without: 'break;', test: RATE_TEST, notices: 'of more senders' },
  { name: 'live streams are limited', file: server('access/live-streams.ts'), guard: 'if (count >= options.most) {', without: 'if (false) {', test: RATE_TEST, notices: 'of one token are so many' },
  { name: 'a live stream ends with its token', file: server('access/live-streams.ts'), guard: 'for (const stream of watched) if (!stream.isValid()) stream.end();', without: '', test: RATE_TEST, notices: 'end when their token is revoked' },
  { name: 'headers must arrive in time', file: server('node/listen.ts'), guard: 'headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs)', without: 'headersTimeout: 0', test: RATE_TEST, notices: 'whose headers never end' },
  { name: 'bodies must arrive in time', file: server('node/listen.ts'), guard: 'requestTimeout: requestTimeoutMs,', without: 'requestTimeout: 0,', test: RATE_TEST, notices: 'whose body never ends' },

  { name: 'connections are limited', file: server('node/listen.ts'), guard: 'server.maxConnections = connections;', without: '', test: RATE_TEST, notices: 'beyond so many are closed at once' },

  // Large sessions
  { name: 'what does not fit into memory is not put together', file: 'packages/cli/src/commands/refuse-large.ts', guard: "if (bytes <= MOST_BYTES || input.flag('all')) return;", without: 'return;', test: 'packages/cli/test/large-sessions.test.ts', notices: 'too large to be put together says how to see it' },
  { name: 'an index of a log that was rewritten meanwhile is not kept', file: 'packages/replay-core/src/session-index/open-session.ts', guard: 'if (await isOfLog(index, storage, signal)) return true;', without: 'return true;', test: 'packages/server/test/session-index.test.ts', notices: 'a rewrite while the index is stored leaves no index of the old text' },

  // The wire
  { name: 'a body that grows when it is unpacked is bounded', file: server('http/body.ts'), guard: 'if (size <= limit) continue;', without: 'if (size <= Infinity) continue;', test: WIRE_TEST, notices: 'that grows beyond the limit is refused' },
  { name: 'a value is stored under its own hash only', file: server('routes/blobs.ts'), guard: ' || blob !== `sha256-${await digestOf(bytes)}`', without: '', test: WIRE_TEST, notices: 'stored under its hash and no other' },
  { name: 'a number is not given twice', file: server('append/session-log.ts'), guard: 'if (conflict && !batch.keepExisting) {', without: 'if (conflict && false) {', test: WIRE_TEST, notices: 'with a number that is taken are refused' },
  { name: 'a token follows no redirect', file: http('client.ts'), guard: "redirect: 'error',", without: "redirect: 'follow',", test: HTTP_TEST, notices: 'goes to no other server' },
  { name: 'a token stands in no message of a server', file: http('failures.ts'), guard: 'token === undefined ? message : message.replaceAll(token', without: 'true ? message : message.replaceAll(String(token)', test: HTTP_TEST, notices: 'stands in no error of the network' },
  { name: 'a token that no header can hold is not quoted', file: http('gate.ts'), guard: 'if (token === undefined || /^[\\u0021-\\u007e]{1,4096}$/.test(token)) return token;', without: 'if (token === undefined || token) return token;', test: HTTP_TEST, notices: 'that cannot be one is refused without repeating it' },

  // Sending
  { name: 'nobody imports from afar', file: server('routes/imports.ts'), guard: 'connection.remoteAddress === undefined || isLocal(request, connection) ? imports', without: 'isLocal(request, connection) || true ? imports', test: IMPORTS_TEST, notices: 'is nothing to another machine' },
  { name: 'who only reads does not hear what could be imported', file: server('routes/imports.ts'), guard: "call.grant?.kind === 'admin' ? importsOf(call)", without: 'call ? importsOf(call)', test: IMPORTS_TEST, notices: 'who may only read' },
  { name: 'other workspaces import nothing', file: server('handler.ts'), guard: 'imports: workspace === DEFAULT_WORKSPACE ? imports', without: 'imports: imports ? imports', test: IMPORTS_TEST, notices: 'is nothing to another workspace' },
  { name: 'a server does not send to itself by way of a proxy', file: 'packages/cli/src/forwarding.ts', guard: 'request.headers.get(FORWARDER) === own', without: 'false', test: 'packages/cli/test/forwarding.test.ts', notices: 'a server that is led back to itself' },
  { name: 'what was taken out here is taken out there', file: 'packages/storage-adapters/src/outbox/upload-session.ts', guard: 'const isOld = !made.created &&', without: 'const isOld = false &&', test: 'packages/storage-adapters/src/outbox/upload-session.test.ts', notices: 'what was taken out of a log here is taken out there' },
  { name: 'a session made private here is made private there', file: 'packages/storage-adapters/src/outbox/drop-there.ts', guard: 'await untilAborted(remote.drop(sessionId, line), signal);', without: 'void line;', test: 'packages/storage-adapters/src/outbox/upload-session.test.ts', notices: 'a session that was made private here' },

  // Reading
  { name: 'a recorded terminal holds up nobody by what it repeats', file: 'packages/replay-core/src/terminal/limits.ts', guard: '([times]) => Number(times) > MOST_TIMES', without: '() => false', test: 'packages/replay-core/src/terminal/limits.test.ts', notices: 'more often than any program does' },
  { name: 'a recorded terminal holds up no terminal', file: 'packages/cli/src/replay/stage/terminal-stage.ts', guard: 'limitRepetitions(terminal);', without: 'void limitRepetitions;', test: 'packages/cli/test/replay-print.test.ts', notices: 'holds up nobody' },
  { name: 'a patch leads to no endless file', file: 'packages/replay-core/src/file-history/weave.ts', guard: 'start + operations.length > MOST_LINES || ', without: '', test: 'packages/replay-core/src/file-history/file-history.test.ts', notices: 'is not led to endless lines' },
  // Recording at the boundary
  { name: 'a message that is too long is not kept in memory', file: 'packages/gateway/src/rpc/split-lines.ts', guard: 'if (hash || size <= mostBytes) return;', without: 'return;', test: 'packages/gateway/test/read-messages.test.ts', notices: 'a line that is too long' },
  { name: 'what is left of a message with a gap is no message', file: 'packages/gateway/src/rpc/read-messages.ts', guard: 'splitters[direction].skip();', without: '', test: 'packages/gateway/test/read-messages.test.ts', notices: 'where bytes are missing' },
  { name: 'a call does not hide behind the id of another one', file: 'packages/gateway/src/mcp/call-ids.ts', guard: ' || names.has(named)', without: '', test: 'packages/gateway/test/mcp-codec.test.ts', notices: 'a call does not hide behind another one' },
  { name: 'a server makes up no call of its client', file: 'packages/gateway/src/mcp/mcp-codec.ts', guard: "direction === 'to_client' && OF_CLIENTS.has(method)", without: 'false', test: 'packages/gateway/test/mcp-codec.test.ts', notices: 'is none that its server makes up' },
  { name: 'several calls that passed under one id are seen', file: 'packages/replay-core/src/witnesses/compare-sides.ts', guard: 'passed.length === 1 && ', without: '', test: 'packages/replay-core/src/witnesses/call-joiner.test.ts', notices: 'several calls passed under its id' },
  { name: 'an agent that hides a call is told of', file: 'packages/replay-core/src/witnesses/call-joiner.ts', guard: "side === 'boundary' ? this.#coverage.agentTells(", without: "side === 'boundary' ? false && this.#coverage.agentTells(", test: 'packages/replay-core/src/witnesses/call-joiner.test.ts', notices: 'what passed and the agent hides' },
  { name: 'an agent that makes a call up is told of', file: 'packages/replay-core/src/witnesses/call-joiner.ts', guard: "status === 'ok' && this.#coverage.boundarySees(", without: "false && this.#coverage.boundarySees(", test: 'packages/replay-core/src/witnesses/call-joiner.test.ts', notices: 'what passed and the agent hides' },
  { name: 'what a client writes to its configuration meanwhile is not overwritten', file: 'packages/cli/src/server-wiring/server-files.ts', guard: 'readServerFile(path) === text', without: 'true', test: 'packages/cli/test/gateway-install.test.ts', notices: 'what the client writes to its file meanwhile is not lost' },
  { name: 'who records is another user than the agent', file: 'packages/gateway/src/apart/apart.ts', guard: 'if (recorder.uid === agent.uid) throw', without: 'if (false) throw', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is refused, and nothing started, where the agent is who records' },
  { name: 'root is kept from nothing, so the agent is not root', file: 'packages/gateway/src/apart/apart.ts', guard: 'if (recorder.uid === 0 || agent.uid === 0) throw', without: 'if (false) throw', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is refused, and nothing started, where the agent is root' },
  { name: 'a recording that is kept apart lies where nobody can put another one in its place', file: 'packages/gateway/src/apart/out-of-reach.ts', guard: 'if (mayWrite && !isKept) return', without: 'if (false) return', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is refused where the agent could put another one in its place' },
  { name: 'the server of an agent is not who records', file: 'packages/gateway/src/stdio/stdio-tap.ts', guard: '...(apart && { uid: apart.agent.uid, gid: apart.agent.gid })', without: '', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is out of reach of the agent' },
  { name: 'who records is root no more', file: 'packages/gateway/src/stdio/stdio-tap.ts', guard: 'if (apart) becomeUser(apart.recorder);', without: '', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'leaves no process that could be root again' },
  { name: 'what an agent may write does not switch a recording off that is kept from it', file: 'packages/gateway/src/record-stdio.ts', guard: '...(apart ? { project: basename(cwd) } : { cwd }),', without: 'cwd,', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is not switched off by what the agent' },
  { name: 'an agent does not name the session of a recording that is kept from it', file: 'packages/gateway/src/record-stdio.ts', guard: 'apart ? undefined : env[\'PLAYHEAD_SESSION_ID\']', without: 'env[\'PLAYHEAD_SESSION_ID\']', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is not joined to a session that the agent names' },
  { name: 'who calls sudo is the agent', file: 'packages/cli/src/apart-users.ts', guard: 'if (caller !== undefined && caller !== \'0\' && apart.agent.uid !== Number(caller)) throw', without: 'if (false) throw', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is refused to who called sudo for somebody else' },
  { name: 'a name that stands twice does not pass a policy', file: 'packages/gateway/src/gate/read-for-gate.ts', guard: "if (hasUnclearNames(text)) return { unclear: 'a name in it can be read in two ways' };", without: '', test: 'packages/gateway/test/message-gate.test.ts', notices: 'refuses what its receiver could read otherwise' },
  { name: 'a carriage return in a message does not pass a policy', file: 'packages/gateway/src/gate/read-for-gate.ts', guard: "if (text.includes('\\r')) return { unclear: 'it has a carriage return in it' };", without: '', test: 'packages/gateway/test/message-gate.test.ts', notices: 'a call between carriage returns' },
  { name: 'a rule that is not understood is refused', file: 'packages/gateway/src/policy/policy-schema.ts', guard: 'const rule = z.strictObject(', without: 'const rule = z.looseObject(', test: 'packages/gateway/test/policy.test.ts', notices: 'a rule with such a field' },
  { name: 'to allow, every argument must fit', file: 'packages/gateway/src/policy/compile-policy.ts', guard: "effect === 'allow' ? values.every(matches) : ", without: '', test: 'packages/gateway/test/policy.test.ts', notices: 'allows by each of them' },
  { name: 'mode strict hands on nothing that is not stored', file: 'packages/gateway/src/guard/guarded-connection.ts', guard: '(stored ? then() : otherwise())', without: 'then()', test: 'packages/cli/test/gateway-policy.test.ts', notices: 'nothing passes that cannot be stored' },
  { name: 'who may only record approves nothing', file: 'packages/server/src/routes/route-table.ts', guard: "path: '/api/v1/sessions/{id}/approvals/{approval}', access: 'admin'", without: "path: '/api/v1/sessions/{id}/approvals/{approval}', access: 'ingest'", test: 'packages/cli/test/approvals.test.ts', notices: 'cannot decide' },
  { name: 'an approval is no annotation that anybody may add', file: 'packages/server/src/routes/annotations.ts', guard: "OWNER_TYPES.includes(annotation.type) && grant?.kind !== 'admin'", without: 'false', test: 'packages/cli/test/approvals.test.ts', notices: 'cannot decide' },
  { name: 'mode strict waits until a call is stored', file: 'packages/gateway/src/guard/guarded-connection.ts', guard: 'Promise.all([link.stored(), order[direction]])', without: 'Promise.all([true, order[direction]])', test: 'packages/cli/test/gateway-policy.test.ts', notices: 'no call reaches the server that is not in the recording' },
  { name: 'a tap tells of no header that is not named', file: 'packages/gateway/src/http/headers.ts', guard: 'if (names.has(lower)) kept', without: 'kept', test: 'packages/gateway/test/http-tap.test.ts', notices: 'are told of without any credential' },
  { name: 'headers about one connection are not handed on', file: 'packages/gateway/src/http/headers.ts', guard: '!dropped.has(name.toLowerCase())', without: 'true', test: 'packages/gateway/test/http-tap.test.ts', notices: 'but for what is about the connection' },
  { name: 'a tap asks its own server only', file: 'packages/gateway/src/http/forward-exchange.ts', guard: "if (!url.startsWith('/')) return", without: 'if (false) return', test: 'packages/gateway/test/http-tap.test.ts', notices: 'names another server, is refused' },
  { name: 'a request that names two hosts is refused', file: 'packages/gateway/src/http/forward-exchange.ts', guard: 'hosts.length > 1', without: 'false', test: 'packages/gateway/test/http-tap.test.ts', notices: 'names another server, is refused' },
  { name: 'a request that could be read in two ways is refused', file: 'packages/gateway/src/http/http-tap.ts', guard: 'insecureHTTPParser: false,', without: 'insecureHTTPParser: true,', test: 'packages/gateway/test/http-tap.test.ts', notices: 'could be read in two ways, or names' },
  { name: 'an answer that could be read in two ways is refused', file: 'packages/gateway/src/http/forward-exchange.ts', guard: 'insecureHTTPParser: false,', without: 'insecureHTTPParser: true,', test: 'packages/gateway/test/http-tap.test.ts', notices: 'an answer that could be read in two ways' },
  { name: "another name than the tap's is for the server to judge", file: 'packages/gateway/src/http/forward-exchange.ts', guard: 'host === undefined || ownNames.has(host.toLowerCase())', without: 'true', test: 'packages/gateway/test/http-tap.test.ts', notices: 'name the server where the client named the tap' },
  { name: 'half a body is not taken for a whole one', file: 'packages/gateway/src/http/forward-exchange.ts', guard: 'if (!isWhole()) return onCut();\n    to.end();', without: 'to.end();', test: 'packages/gateway/test/http-tap.test.ts', notices: 'half a' },
  { name: 'a tap listens to this machine alone', file: 'packages/gateway/src/http/http-tap.ts', guard: "host = '127.0.0.1', port", without: "host = '0.0.0.0', port", test: 'packages/gateway/test/http-tap.test.ts', notices: 'it listens to this machine alone' },
  { name: 'the address of a server holds no password', file: 'packages/gateway/src/http/http-tap.ts', guard: "if (url.username !== '' || url.password !== '')", without: 'if (false)', test: 'packages/gateway/test/http-tap.test.ts', notices: 'is no server' },
  { name: 'what is packed to fill memories is not unpacked', file: 'packages/gateway/src/http/unpack-body.ts', guard: 'unpacked > FREE_BYTES && unpacked > packed * MOST_TIMES', without: 'false', test: 'packages/gateway/test/unpack-body.test.ts', notices: 'what would fill the memory' },
  { name: 'a zstd body gets no more memory than HTTP needs', file: 'packages/gateway/src/http/unpack-body.ts', guard: 'if (largestZstdWindow(body) > MOST_WINDOW_BYTES) return', without: 'if (false) return', test: 'packages/gateway/test/unpack-body.test.ts', notices: 'asks for gigabytes' },
  { name: 'metadata that names another server is not made to name the tap', file: 'packages/gateway/src/http/oauth-changes.ts', guard: 'url.origin !== server.origin || ', without: '', test: 'packages/gateway/test/oauth-changes.test.ts', notices: 'that names another server' },
  { name: 'OAuth metadata is changed only where that was asked for', file: 'packages/gateway/src/http/oauth-changes.ts', guard: 'if (!rewrite) throw new Error(ADVICE);', without: '', test: 'packages/gateway/test/oauth-changes.test.ts', notices: 'is an answer that says what to do' },
  { name: 'calls of one client do not hide behind those of another', file: 'packages/gateway/src/mcp/mcp-exchange-codec.ts', guard: 'ownsSession, nextCall }) });', without: 'ownsSession }) });', test: 'packages/gateway/test/mcp-exchange-codec.test.ts', notices: 'cannot give a call the name' },
  { name: 'only a token that may not read keeps a recording out of reach', file: 'packages/gateway/src/record/server-protection.ts', guard: 'const isRefused = answer.status === 403 && isJsonObject(body) && body[\'code\'] === \'forbidden\';', without: 'const isRefused = isJsonObject(body);', test: 'packages/cli/test/gateway-append-only.test.ts', notices: 'a token that may do more claims no more' },
  { name: 'what goes to a server alone is not kept here', file: 'packages/recorder/src/default-storage.node.ts', guard: 'if (central && !keepsLocalCopy())', without: 'if (central && false)', test: 'packages/cli/test/gateway-append-only.test.ts', notices: 'a recording with a token that can only add is out of reach' },
  { name: 'the environment of an agent does not send a recording elsewhere that is kept from it', file: 'packages/gateway/src/record-stdio.ts', guard: '...(apart ? withoutWishes(env) : env)', without: '...env', test: 'packages/cli/test/gateway-apart.test.ts', notices: 'is not switched off by what the agent' },
  { name: 'of other services than the Messages API no body is looked at', file: 'packages/gateway/src/anthropic/exchange-state.ts', guard: "isMessages: head.method === 'POST' && path.endsWith('/v1/messages')", without: 'isMessages: true', test: 'packages/gateway/test/messages-codec.test.ts', notices: 'of other services no body is looked at' },
  { name: 'what follows the ? of an address is not recorded', file: 'packages/gateway/src/anthropic/exchange-state.ts', guard: "head.target.split('?', 1)[0] ?? ''", without: 'head.target', test: 'packages/gateway/test/messages-codec.test.ts', notices: 'of other services no body is looked at' },
  { name: 'an answer without an end fills no memory', file: 'packages/gateway/src/anthropic/messages-codec.ts', guard: 'if (held + bytes.length > MOST_HELD) return false;', without: '', test: 'packages/gateway/test/messages-codec.test.ts', notices: 'pieces of an answer without an end' },
];
