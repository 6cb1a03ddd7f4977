import { OUTCOMES, SESSION_SORTS, type JsonObject } from '@playhead/protocol';
import { SESSION_AGREEMENTS } from '@playhead/replay-core';
import { CATALOG_KINDS, FACET_NAMES } from '@playhead/replay-core/metrics';
import { object, query, ref, text, whole, type Operation, type Parameter } from './operation.ts';

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';
const EVENTS = 'text/event-stream';
const BYTES = 'application/octet-stream';

const lines: JsonObject = { type: 'string', description: 'One record a line, each ended by a line feed.', contentMediaType: JSON_TYPE, contentSchema: ref('Record') };
const bytes: JsonObject = { type: 'string', contentMediaType: BYTES };
const cursor: JsonObject = { type: 'string', description: 'A position in the log: opaque, and sortable within one session. Empty for the beginning.' };
const range: Parameter = { name: 'Range', in: 'header', description: 'One range of bytes, such as `bytes=0-1023`.', schema: text };
const version = query('version', 'The version of the derived value.', whole({ minimum: 0 }));
const turn = query('turn', 'The number of a turn, from 1.', whole({ minimum: 1 }));
const part = { '206': { description: 'The range.', content: { [BYTES]: bytes } }, '416': { description: 'The value has no such bytes.' } };
const done = (description: string): Operation['answers'] => ({ '204': { description } });
const json = (description: string, schema: JsonObject): Operation['answers'][string] => ({ description, content: { [JSON_TYPE]: schema } });
const most = (of: string, usual: number): Parameter => query('most', `How many ${of} are named, the largest. Default ${usual}.`, whole({ minimum: 1, maximum: 1000 }));
const words = (name: string, of: string): Parameter => query(name, `Only sessions of this ${of}.`, text);

const facet: JsonObject = object({ values: { type: 'array', description: 'The most common first.', items: object({ value: { type: 'string', description: 'As lists take it.' }, count: whole({ minimum: 1 }), title: { type: 'string', description: 'What people call it, of a task.' } }, ['title']) }, more: whole({ minimum: 0, description: 'How many further values there are.' }) });

/** Which sessions are meant. */
const filters: readonly Parameter[] = [
  query('status', 'Only sessions of this status.', { enum: ['recording', 'processing', 'completed', 'failed'] }),
  query('outcome', 'Only sessions of this outcome.', { enum: [...OUTCOMES] }),
  words('harness', 'harness'), words('harnessSessionId', 'session of a harness'), words('workspaceName', 'workspace'), words('project', 'project'),
  words('agentName', 'agent'), words('identity', 'subject of an identity'), words('task', 'task id'),
  query('tag', 'Only sessions with this tag, of the recording or of a reviewer; may stand several times.', { type: 'array', items: text }),
  query('hasTerminal', 'With `true` only sessions with a recorded terminal, with `false` only others.', { enum: ['true', 'false'] }),
  query('needsReview', 'With `true` only sessions with an open Needs Review marker, with `false` only sessions that were looked at and have none.', { enum: ['true', 'false'] }),
  query('agreement', 'Only sessions that were looked at and whose witnesses tell this: `disagree` where the agent\'s own recording and the one at the boundary tell a call differently or one does not know of it, `agree` where calls have two witnesses that tell the same, `single` where none has.', { enum: [...SESSION_AGREEMENTS] }),
  query('pinned', 'With `true` only sessions that somebody pinned, with `false` only others.', { enum: ['true', 'false'] }),
  query('search', 'Text in name, prompt, project, workspace, final output or the name of a touched file, in any case.', text),
  query('after', 'Only sessions started at or after: microseconds since the Unix epoch.', whole()),
  query('before', 'Only sessions started before: microseconds since the Unix epoch.', whole()),
  query('minBytes', 'Only sessions whose log has at least so many bytes.', whole()),
  query('maxBytes', 'Only sessions whose log has at most so many bytes.', whole()),
];

/** What every address of the API takes and gives, by method and path as the table of routes has them. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET /api/v1/sessions': {
    id: 'listSessions',
    description: 'All conditions must hold.',
    parameters: [
      ...filters,
      query('id', 'Only sessions whose id begins or ends with this.', text),
      query('sort', 'What to order by. Default `started`.', { enum: [...SESSION_SORTS] }),
      query('order', 'Default `descending`: the newest, longest or largest first.', { enum: ['ascending', 'descending'] }),
      query('limit', 'How many sessions a page has. Default 50.', whole({ minimum: 1, maximum: 1000 })),
      query('cursor', 'Where the last page ended: its `next`.', text),
    ],
    answers: { '200': json('A page of sessions.', ref('SessionPage')) },
  },
  'POST /api/v1/sessions': {
    id: 'createSession',
    description: 'May be repeated: a session with this id, or of the same session of a harness, is there once. What must not be stored is taken out of the header.',
    parameters: [query('at', 'When it began: microseconds since the Unix epoch. Default now.', whole())],
    body: { [JSON_TYPE]: ref('SessionHeader') },
    answers: { '201': json('It was made.', ref('CreatedSession')), '200': json('It was there.', ref('CreatedSession')) },
  },
  'GET /api/v1/sessions/facets': {
    id: 'countFacets',
    description: 'In one walk over all sessions. Each facet is counted without its own condition, so that it says what another choice would leave.',
    parameters: [...filters, query('id', 'Only sessions whose id begins or ends with this.', text), most('values of each facet', 50)],
    answers: { '200': json('How many sessions fit, and how many there are of each kind.', object({ schemaVersion: { const: 1 }, sessions: whole({ minimum: 0 }), facets: object(Object.fromEntries(FACET_NAMES.map((name) => [name, facet]))) })) },
  },
  'GET /api/v1/sessions/search': {
    id: 'searchSessions',
    description: 'As `playhead sessions search --json` prints it. `search` is not taken beside `text`. Where telling the places of a page would take reading more than 64 MB of logs, those of the later hits are left out.',
    parameters: [
      query('text', 'What to find in name, prompt, project, workspace, final output or the name of a touched file, in any case. Up to 1,000 characters.', text),
      ...filters.filter(({ name }) => name !== 'search'),
      query('sort', 'What to order by. Default `started`.', { enum: [...SESSION_SORTS] }),
      query('order', 'Default `descending`: the newest, longest or largest first.', { enum: ['ascending', 'descending'] }),
      query('limit', 'How many hits a page has. Default 20.', whole({ minimum: 1, maximum: 100 })),
      query('cursor', 'Where the last page ended: its `next`.', text),
    ],
    answers: { '200': json('A page of sessions that have it, and where it stands.', ref('SessionHits')) },
  },
  'GET /api/v1/sessions/{id}/tags': { id: 'listTagsOfSession', answers: { '200': json('Those of the recording and of reviewers.', object({ tags: { type: 'array', items: text } })) } },
  'POST /api/v1/sessions/{id}/tags': {
    id: 'changeTags',
    description: 'As annotations, so the log stays as it is: what was recorded cannot be taken away. A tag has up to 100 characters and no comma. May be repeated.',
    body: { [JSON_TYPE]: object({ add: { type: 'array', maxItems: 100, items: { type: 'string', maxLength: 100 } }, remove: { type: 'array', maxItems: 100, items: { type: 'string', maxLength: 100 } }, author: { type: 'string', maxLength: 200, description: 'Who says so. Default the name of the token.' } }, ['add', 'remove', 'author']) },
    answers: done('It is noted.'),
  },
  'GET /api/v1/approvals': {
    id: 'listApprovals',
    description: 'Of the newest 1,000 sessions that are recorded, the oldest request first. As `playhead approvals list --json` prints it.',
    answers: { '200': json('What waits.', object({ schemaVersion: { const: 1 }, approvals: { type: 'array', items: object({ sessionId: text, approvalId: text, name: text, askedAt: whole(), expiresAt: whole(), tool: text, server: text, rule: text, message: text, direction: text, identity: text, task: text, input: {} }, ['tool', 'server', 'rule', 'message', 'direction', 'identity', 'task', 'input']) } })) },
  },
  'GET /api/v1/sessions/{id}/approvals/{approval}': {
    id: 'getApproval',
    description: 'For who records the session: it learns what was decided about its own message, and nothing else.',
    answers: { '200': json('What was decided.', object({ decision: { enum: ['waiting', 'approved', 'denied'] }, by: text, message: text }, ['by', 'message'])) },
  },
  'POST /api/v1/sessions/{id}/approvals/{approval}': {
    id: 'decideApproval',
    description: 'Who decides is the name of the token. To say the same again changes nothing; 409 when somebody decided otherwise, 404 when nothing waits any more.',
    body: { [JSON_TYPE]: object({ decision: { enum: ['approved', 'denied'] }, message: { type: 'string', maxLength: 2000, description: 'Why; the agent is told.' }, by: { type: 'string', description: 'Who decides, where a program of this machine says so without a token.' } }, ['message', 'by']) },
    answers: { '200': json('What was decided.', object({ decision: { enum: ['approved', 'denied'] }, by: text, message: text }, ['message'])) },
  },
  'GET /api/v1/tags': {
    id: 'countTags',
    description: 'Those of recordings and of reviewers, the most common first. A `tag` among the conditions narrows `sessions`, not the tags: they say what another choice would leave.',
    parameters: [...filters, most('tags', 50)],
    answers: { '200': json('How many sessions fit, and how many have each tag.', object({ schemaVersion: { const: 1 }, sessions: whole({ minimum: 0 }), tags: { type: 'array', items: object({ tag: text, sessions: whole({ minimum: 1 }) }) }, more: whole({ minimum: 0, description: 'How many further tags there are.' }) })) },
  },
  'GET /api/v1/sessions/{id}': { id: 'getSession', answers: { '200': json('What is known of it.', object({ session: ref('SessionInfo') })) } },
  'DELETE /api/v1/sessions/{id}': { id: 'deleteSession', description: 'Removing what is not there does nothing.', answers: done('It is gone.') },
  'GET /api/v1/sessions/{id}/document': { id: 'getDocument', description: 'What `playhead sessions show --json` prints. Its schema is `@playhead/replay-core/session-document.schema.json`; with `turn`, `part` says which turn of how many.', parameters: [turn], answers: { '200': json('The session, put together.', { type: 'object' }) } },
  'GET /api/v1/sessions/{id}/diff': { id: 'getDiff', description: 'From the first that is known of each file to the last. Its schema is `@playhead/replay-core/session-diff.schema.json`.', parameters: [query('path', 'Only files at or below this path; may stand several times.', { type: 'array', items: text })], answers: { '200': json('What became of the files.', { type: 'object' }) } },
  'GET /api/v1/sessions/{id}/index': { id: 'getIndex', parameters: [turn], answers: { '200': json('Turns and stretches of the log, and the steps of a turn that was asked for.', { type: 'object' }) } },
  'POST /api/v1/sessions/{id}/drop': {
    id: 'dropSession',
    description: 'One record stays, which says that there was a session. Nothing can be added to it any more.',
    body: { [JSON_TYPE]: object({ reason: text, by: text, line: { type: 'string', description: 'The session_dropped record that stays. Default: the server makes one.' } }, ['reason', 'by', 'line']) },
    bodyOptional: true,
    answers: { '200': json('Its content is gone.', object({ session: ref('SessionInfo'), removed: whole({ minimum: 0 }) })) },
  },
  'GET /api/v1/sessions/{id}/records': {
    id: 'readRecords',
    description: 'As lines; with `Accept: text/event-stream` as events, which go on with what is appended unless `follow=false`; with `wait` one part of about 1 MiB at most, as soon as there is something.',
    parameters: [
      query('from', 'Begin behind this cursor. Default the beginning.', cursor),
      query('to', 'End at this cursor. Default the present end. With it, a record that stands in the log twice may come twice.', cursor),
      query('follow', '`false`: events end where the log does.', { enum: ['true', 'false'] }),
      query('search', 'As lines: only those with this text, in title, summary or data, whatever its case.', { type: 'string' }),
      query('progress', '`true`: as lines, after each piece of the log also `{"searched": {next, readBytes, totalBytes}}`, which is no record: how far the search is, and the cursor it reached.', { enum: ['true', 'false'] }),
      query('brief', '`true`: a log of more than 16 MiB comes without long texts. In place of each stands `{ $blob: "log:<from>:<to>:<n>:…", size, encoding, preview }`: the record is the one with the number `n` between the two cursors.', { enum: ['true', 'false'] }),
      query('wait', 'Seconds to wait where there is nothing new.', whole({ minimum: 0, maximum: 55 })),
      { name: 'Last-Event-ID', in: 'header', description: 'The same as `from`, as browsers send it.', schema: cursor },
    ],
    answers: {
      '200': {
        description: 'The records.',
        content: { [NDJSON]: lines, [EVENTS]: { type: 'string', description: 'Per record `id: <cursor>` and `data: <line>`; `event: up-to-date` where the log ends for now, `damage` for what could not be read, `done` where all that was asked for was sent, `end` where nothing will ever follow, `error` with code and message.' } },
        headers: { 'Playhead-Next': 'With `wait`: where to go on.', 'Playhead-Up-To-Date': 'With `wait`: whether the log ends there for now.' },
      },
    },
  },
  'POST /api/v1/sessions/{id}/records': {
    id: 'appendRecords',
    description: 'All or none. May be repeated: a line whose `p`, `e` and `n` are stored with the same bytes is counted and not stored again; with other bytes it is a `conflict`. What must not be stored is taken out. The body may be packed (`Content-Encoding: gzip`); unpacked it holds 64 MiB at most.',
    parameters: [
      query('existing', '`keep`: lines that are stored with other bytes are passed over and counted. Default `refuse`.', { enum: ['refuse', 'keep'] }),
      query('durability', '`fsync`: answer when the lines are on the disk. Default `write`.', { enum: ['write', 'fsync'] }),
    ],
    body: { [NDJSON]: lines },
    answers: { '200': json('They are stored.', object({ accepted: whole({ minimum: 0 }), duplicates: whole({ minimum: 0 }), conflicts: whole({ minimum: 0 }) })) },
  },
  'PATCH /api/v1/sessions/{id}/records': {
    id: 'rewriteRecords',
    description: 'In one step. Every record stays, in its order and with its `p`, `e` and `n`; cursors that were given out before are void.',
    body: { [JSON_TYPE]: object({ lines: { type: 'array', items: text }, header: ref('SessionHeader'), annotations: { type: 'array', items: ref('Annotation') } }, ['lines', 'header', 'annotations']) },
    answers: { '200': json('How many records there are, and how many were changed.', object({ records: whole({ minimum: 0 }), changed: whole({ minimum: 0 }) })) },
  },
  'GET /api/v1/sessions/{id}/header': { id: 'getHeader', answers: { '200': json('The header, whatever later records say.', object({ header: ref('SessionHeader') })) } },
  'GET /api/v1/sessions/{id}/annotations': { id: 'listAnnotations', answers: { '200': json('In the order in which they came.', object({ annotations: { type: 'array', items: ref('Annotation') } })) } },
  'POST /api/v1/sessions/{id}/annotations': { id: 'annotate', description: 'May be repeated: one with an id that is stored is ignored.', body: { [JSON_TYPE]: ref('Annotation') }, answers: done('It is stored.') },
  'GET /api/v1/sessions/{id}/timeline': { id: 'getTimeline', description: 'What the session is, how long, its terminals with their sizes, its chapters, every moment and every snapshot. Its schema is `@playhead/replay-core/timeline.schema.json`.', answers: { '200': json('The timeline.', { type: 'object' }) } },
  'GET /api/v1/sessions/{id}/moments': { id: 'listMoments', description: 'By time: prompts, calls, permissions, tests, errors, commits, what was noticed in a terminal, and what somebody marked. Its schema is `@playhead/replay-core/moments.schema.json`.', answers: { '200': json('Every moment.', { type: 'object' }) } },
  'POST /api/v1/sessions/{id}/moments': {
    id: 'addMoment',
    description: 'While the session is recorded it is a record of its log, afterwards an annotation. What must not be stored is taken out.',
    body: { [JSON_TYPE]: object({ title: { type: 'string', maxLength: 200 }, at: whole({ description: 'Microseconds since the Unix epoch, from the start of the session to now, or to its end. Default now; of a session that has ended, its end.' }), description: { type: 'string', maxLength: 10_000 }, author: { type: 'string', maxLength: 200, description: 'Who marks it, of a session that has ended.' } }, ['at', 'description', 'author']) },
    answers: { '201': json('It is marked.', object({ moment: object({ id: text, title: text, at: whole(), stored: { enum: ['record', 'annotation'] } }) })) },
  },
  'GET /api/v1/sessions/{id}/terminal': {
    id: 'readTerminal',
    description: 'What it printed, what was typed into it, its sizes and its end, without all else that its records say; about 4 MiB at most, where the rest stands in `next`.',
    parameters: [query('call', 'The terminal: the `call` of its records.', text), query('from', 'Begin behind this cursor of the log.', cursor), query('to', 'End with the record of this cursor.', cursor), query('after', 'Leaves out this record and those of its producer before it: `epoch.number.producer`.', text)],
    answers: { '200': json('What it did.', object({ schemaVersion: { const: 1 }, pieces: { type: 'array', description: 'Microseconds since the piece before, of the first since the Unix epoch; and a text that was printed, or `bytes` in base64, `input` (with `base64`, `redacted`), `resize` to columns and rows, or `exitCode` and `signal` of the end.', items: { type: 'array', prefixItems: [whole({ minimum: 0 }), {}], minItems: 2, maxItems: 2 } }, next: object({ from: cursor, after: text }, ['after']) }, ['next'])) },
  },
  'GET /api/v1/sessions/{id}/blobs/{blob}': { id: 'getBlob', parameters: [range], answers: { '200': { description: 'The value.', content: { [BYTES]: bytes } }, ...part } },
  'PUT /api/v1/sessions/{id}/blobs/{blob}': { id: 'putBlob', description: 'The name is `sha256-` and the hexadecimal SHA-256 of the bytes. The sender has taken out what must not be stored: changed bytes would have another name.', body: { [BYTES]: bytes }, answers: done('It is stored.') },
  'GET /api/v1/sessions/{id}/derived/{name}': { id: 'getDerived', parameters: [version, range], answers: { '200': { description: 'The value.', content: { [BYTES]: bytes } }, ...part } },
  'PUT /api/v1/sessions/{id}/derived/{name}': { id: 'putDerived', description: 'Readers trust these values, which is why a recorder may not write them.', parameters: [version], body: { [BYTES]: bytes }, answers: done('It is kept.') },
  'POST /api/v1/sessions/{id}/heartbeats': { id: 'heartbeat', description: 'About once a minute; a silent session without it counts as interrupted.', body: { [JSON_TYPE]: object({ producer: { type: 'string', description: 'Its `p`.' } }) }, answers: done('It is noted.') },
  'GET /api/v1/stats': {
    id: 'getStatistics',
    description: 'Of the sessions that fit: how they ended, how long they took, what they used and cost, by project, agent, tool and model, and over time. `cover` says how many of them are measured; the others will be. What each figure means is in docs/reference/metrics.md; the schema is `@playhead/replay-core/statistics.schema.json`.',
    parameters: [...filters, query('period', 'Stretches of which time, in UTC. Default `day`.', { enum: ['day', 'week', 'month'] }), most('projects, agents, tools and models', 20)],
    answers: { '200': json('Sessions in figures.', { type: 'object' }) },
  },
  'GET /api/v1/catalog': {
    id: 'getCatalog',
    description: 'Tools, MCP servers and tools, skills, plugins, subagents and models of the sessions that fit, with versions, first and last seen, calls, failures and latency; with `name` also the latest sessions with each version. The schema is `@playhead/replay-core/catalog.schema.json`.',
    parameters: [...filters, query('kind', 'Only this kind.', { enum: [...CATALOG_KINDS] }), query('name', 'Only what is named so.', text), most('items', 200)],
    answers: { '200': json('The catalog.', { type: 'object' }) },
  },
  'GET /api/v1/catalog/compare': {
    id: 'compareVersions',
    description: 'Each figure says of how many it speaks and how sure it is. The schema is `@playhead/replay-core/comparison.schema.json`.',
    parameters: [...filters, query('kind', 'The kind of the entry.', { enum: [...CATALOG_KINDS] }), query('name', 'The name of the entry; of a tool of MCP `server/tool`.', text), query('a', 'The first version, empty for none. Default: with `b` the last two that were first seen.', text), query('b', 'The second version.', text)],
    answers: { '200': json('Two versions beside each other.', { type: 'object' }) },
  },
  'GET /api/v1/sessions/{id}/retention': { id: 'getSessionRetention', answers: { '200': json('What people said of it.', object({ retention: ref('SessionRetention') })) } },
  'PUT /api/v1/sessions/{id}/retention': {
    id: 'setSessionRetention',
    description: 'An annotation, so the log stays as it is. While it is pinned no rule removes it; with a retention of its own it stays until that is over, and goes then, whatever the policy says.',
    body: { [JSON_TYPE]: object({ pinned: { type: 'boolean' }, reason: text, keepUntil: { type: ['integer', 'null'], description: 'Microseconds since the Unix epoch; null: the policy counts again.' }, keepDays: { type: ['number', 'null'], description: 'Days after its last record; null: the policy counts again.' }, author: text }, ['pinned', 'reason', 'keepUntil', 'keepDays', 'author']) },
    answers: { '200': json('What is said of it now.', object({ retention: ref('SessionRetention') })) },
  },
  'GET /api/v1/retention': { id: 'getRetention', answers: { '200': json('How much is kept, who says so, and how it went the last time.', ref('Retention')) } },
  'PUT /api/v1/retention': {
    id: 'setRetention',
    description: 'Written to the settings of the workspace, and counts from the next time on.',
    body: { [JSON_TYPE]: object({ policy: { anyOf: [ref('RetentionPolicy'), { type: 'null' }], description: 'null: what the settings said is taken back.' } }) },
    answers: { '200': json('How much is kept now.', ref('Retention')) },
  },
  'POST /api/v1/prune': {
    id: 'prune',
    description: 'Its answer has the schema `@playhead/replay-core/prune.schema.json`. One prune runs at a time, and lets readers go first.',
    body: { [JSON_TYPE]: object({ policy: ref('RetentionPolicy'), dryRun: { type: 'boolean', description: 'Say what would be removed, and remove nothing.' }, project: text, workspaceName: text }, ['policy', 'dryRun', 'project', 'workspaceName']) },
    bodyOptional: true,
    answers: { '200': json('What was removed, and why.', { type: 'object' }) },
  },
  'GET /api/v1/audit': { id: 'getAudit', description: 'Each entry has the schema `@playhead/protocol/removal.schema.json`: a line when a removal began, and one when it ended.', answers: { '200': json('What was removed, the oldest first.', object({ schemaVersion: { const: 1 }, entries: { type: 'array', items: ref('Removal') } })) } },
  'GET /api/v1/settings': {
    id: 'getSettings',
    description: 'How sessions are recorded where no repository is stricter. Paths of the machine, problems of its settings and warnings are there for those who may change everything.',
    answers: { '200': json('The settings.', ref('Settings')) },
  },
  'GET /api/v1/imports': {
    id: 'listImports',
    description: 'For programs of this machine, of a server that runs as the user whose agents it records; others hear of none. Goes by names, sizes and times of files and opens none.',
    answers: { '200': json('What there is.', object({ sources: { type: 'array', items: object({ harness: text, sessions: whole(), bytes: whole(), newestAt: whole({ description: 'When one of them was written to last: microseconds since the Unix epoch.' }), import: ref('ImportState') }, ['newestAt']) } })) },
  },
  'GET /api/v1/imports/{harness}': {
    id: 'getImport',
    parameters: [query('revision', 'The revision that is known.', whole({ minimum: 0 })), query('wait', 'With `revision`: seconds to wait for another one.', whole({ minimum: 0, maximum: 55 }))],
    answers: { '200': json('How far it is.', object({ import: ref('ImportState') })) },
  },
  'POST /api/v1/imports/{harness}': { id: 'beginImport', description: 'May be repeated: an import that runs goes on, and what is known is not added again.', answers: { '202': json('It runs.', object({ import: ref('ImportState') })) } },
  'DELETE /api/v1/imports/{harness}': { id: 'cancelImport', description: 'What was imported stays; the next import goes on.', answers: { '200': json('It was told to stop.', object({ import: ref('ImportState') })) } },
  'GET /api/v1/openapi.json': { id: 'getOpenApi', answers: { '200': json('This document.', { type: 'object' }) } },
};
