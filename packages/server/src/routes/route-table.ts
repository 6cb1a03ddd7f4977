import { annotateRoute, annotationsRoute } from './annotations.ts';
import { approvalRoute, approvalsRoute, decideRoute } from './approvals.ts';
import { appendRecords } from './append-records.ts';
import { blobRoute, putBlob } from './blobs.ts';
import { catalogRoute, compareRoute, facetsRoute, statisticsRoute } from './figures.ts';
import { createRoute } from './create-session.ts';
import { derivedRoute, putDerived } from './derived.ts';
import { dropRoute } from './drop.ts';
import { healthRoute } from './health.ts';
import { heartbeatRoute } from './heartbeats.ts';
import { hookRoute } from './hooks.ts';
import { beginImportRoute, cancelImportRoute, importRoute, importsRoute } from './imports.ts';
import { mcpRoute } from './mcp.ts';
import { fileRoute, homeRoute, pageRoute } from './pages.ts';
import { addMomentRoute, momentsRoute, timelineRoute } from './moments.ts';
import { openApiRoute } from './openapi.ts';
import { recordsRoute } from './records.ts';
import { headerRoute, rewriteRoute } from './rewrite.ts';
import { auditRoute, pruneRoute, retentionRoute, sessionRetentionRoute, setRetentionRoute, setSessionRetentionRoute } from './retention.ts';
import type { Route } from './route.ts';
import { searchRoute } from './search.ts';
import { changeTagsRoute, sessionTagsRoute, tagsRoute } from './tags.ts';
import { settingsRoute } from './settings.ts';
import { terminalRoute } from './terminal.ts';
import { deleteRoute, diffRoute, documentRoute, indexRoute, sessionRoute, sessionsRoute } from './sessions.ts';

/** Everything the server answers. The handler goes by it, and so do who may do what, the OpenAPI document and the reference. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/api/v1/sessions', access: 'read', summary: 'List sessions, newest first', handle: sessionsRoute },
  { method: 'POST', path: '/api/v1/sessions', access: 'ingest', summary: 'Begin a session', handle: createRoute },
  { method: 'GET', path: '/api/v1/sessions/facets', access: 'read', summary: 'Count sessions by what lists are narrowed to', handle: facetsRoute }, // before what takes any id
  { method: 'GET', path: '/api/v1/sessions/search', access: 'read', summary: 'Find sessions by a text, and say where it stands', handle: searchRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}', access: 'read', summary: 'Read what is known of a session', handle: sessionRoute },
  { method: 'DELETE', path: '/api/v1/sessions/{id}', access: 'admin', summary: 'Remove a session', handle: deleteRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/document', access: 'read', summary: 'Read a session put together, or one turn of it', handle: documentRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/diff', access: 'read', summary: 'Read what a session made of files', handle: diffRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/index', access: 'read', summary: 'Read what a log holds and where', handle: indexRoute },
  { method: 'POST', path: '/api/v1/sessions/{id}/drop', access: 'admin', summary: 'Remove the content of a session for good', handle: dropRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/records', access: 'read', summary: 'Read or follow a log', handle: recordsRoute },
  { method: 'POST', path: '/api/v1/sessions/{id}/records', access: 'ingest', summary: 'Append records', handle: appendRecords },
  { method: 'PATCH', path: '/api/v1/sessions/{id}/records', access: 'admin', summary: 'Give lines another text', handle: rewriteRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/header', access: 'admin', summary: 'Read the header a session was made with', handle: headerRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/annotations', access: 'read', summary: 'Read the annotations', handle: annotationsRoute },
  { method: 'POST', path: '/api/v1/sessions/{id}/annotations', access: 'ingest', summary: 'Add an annotation', handle: annotateRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/timeline', access: 'read', summary: 'Read the timeline', handle: timelineRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/moments', access: 'read', summary: 'List the moments', handle: momentsRoute },
  { method: 'POST', path: '/api/v1/sessions/{id}/moments', access: 'ingest', summary: 'Mark a moment', handle: addMomentRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/terminal', access: 'read', summary: 'Read what a terminal did', handle: terminalRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/blobs/{blob}', access: 'read', summary: 'Read a large value', handle: blobRoute },
  { method: 'PUT', path: '/api/v1/sessions/{id}/blobs/{blob}', access: 'ingest', summary: 'Store a large value', handle: putBlob },
  { method: 'GET', path: '/api/v1/sessions/{id}/derived/{name}', access: 'read', summary: 'Read a derived value', handle: derivedRoute },
  { method: 'PUT', path: '/api/v1/sessions/{id}/derived/{name}', access: 'admin', summary: 'Keep a derived value', handle: putDerived },
  { method: 'POST', path: '/api/v1/sessions/{id}/heartbeats', access: 'ingest', summary: 'Say that a producer is at work', handle: heartbeatRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/tags', access: 'read', summary: 'List the tags of a session', handle: sessionTagsRoute },
  { method: 'POST', path: '/api/v1/sessions/{id}/tags', access: 'ingest', summary: 'Give a session tags, or take them away', handle: changeTagsRoute },
  { method: 'GET', path: '/api/v1/approvals', access: 'read', summary: 'List what waits for an approval', handle: approvalsRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/approvals/{approval}', access: 'ingest', summary: 'Say what was decided about a message', handle: approvalRoute },
  { method: 'POST', path: '/api/v1/sessions/{id}/approvals/{approval}', access: 'admin', summary: 'Approve or deny a message that waits', handle: decideRoute },
  { method: 'GET', path: '/api/v1/tags', access: 'read', summary: 'Count sessions by tags', handle: tagsRoute },
  { method: 'GET', path: '/api/v1/stats', access: 'read', summary: 'Read sessions in figures', handle: statisticsRoute },
  { method: 'GET', path: '/api/v1/catalog', access: 'read', summary: 'List what sessions used, with versions', handle: catalogRoute },
  { method: 'GET', path: '/api/v1/catalog/compare', access: 'read', summary: 'Compare two versions', handle: compareRoute },
  { method: 'GET', path: '/api/v1/sessions/{id}/retention', access: 'read', summary: 'Say how long a session is kept', handle: sessionRetentionRoute },
  { method: 'PUT', path: '/api/v1/sessions/{id}/retention', access: 'admin', summary: 'Pin a session, or give it a retention of its own', handle: setSessionRetentionRoute },
  { method: 'GET', path: '/api/v1/retention', access: 'admin', summary: 'Say how much is kept', handle: retentionRoute },
  { method: 'PUT', path: '/api/v1/retention', access: 'admin', summary: 'Change how much is kept', handle: setRetentionRoute },
  { method: 'POST', path: '/api/v1/prune', access: 'admin', summary: 'Remove what is not to be kept', handle: pruneRoute },
  { method: 'GET', path: '/api/v1/audit', access: 'admin', summary: 'Say what was removed', handle: auditRoute },
  { method: 'GET', path: '/api/v1/settings', access: 'read', summary: 'Say how sessions are recorded and what the sender may do', handle: settingsRoute },
  { method: 'GET', path: '/api/v1/imports', access: 'read', summary: 'Say what agents of this machine keep', handle: importsRoute },
  { method: 'GET', path: '/api/v1/imports/{harness}', access: 'admin', summary: 'Say how far an import is', handle: importRoute },
  { method: 'POST', path: '/api/v1/imports/{harness}', access: 'admin', summary: 'Import what an agent keeps', handle: beginImportRoute },
  { method: 'DELETE', path: '/api/v1/imports/{harness}', access: 'admin', summary: 'Stop an import', handle: cancelImportRoute },
  { method: 'GET', path: '/api/v1/openapi.json', access: 'public', summary: 'Read the description of this API', handle: openApiRoute },
  { method: 'POST', path: '/hooks/{harness}', access: 'ingest', summary: 'Record a payload of a hook', handle: hookRoute },
  { method: 'POST', path: '/mcp', access: 'ingest', summary: 'Record by the Model Context Protocol', handle: mcpRoute },
  { method: 'GET', path: '/mcp', access: 'ingest', summary: 'Say that no stream is offered', handle: mcpRoute },
  { method: 'DELETE', path: '/mcp', access: 'ingest', summary: 'Say that there is no session to end', handle: mcpRoute },
  { method: 'GET', path: '/healthz', access: 'public', summary: 'Say that the server answers', handle: healthRoute },
  { method: 'HEAD', path: '/healthz', access: 'public', summary: 'Say that the server answers', handle: healthRoute },
  { method: 'GET', path: '/', access: 'public', summary: 'Go to the list of sessions', handle: homeRoute },
  { method: 'HEAD', path: '/', access: 'public', summary: 'Go to the list of sessions', handle: homeRoute },
  { method: 'GET', path: '/sessions', access: 'public', summary: 'Open the web app', handle: pageRoute },
  { method: 'HEAD', path: '/sessions', access: 'public', summary: 'Open the web app', handle: pageRoute },
  { method: 'GET', path: '/sessions/{id}', access: 'public', summary: 'Open the replay of a session', handle: pageRoute },
  { method: 'HEAD', path: '/sessions/{id}', access: 'public', summary: 'Open the replay of a session', handle: pageRoute },
  { method: 'GET', path: '/statistics', access: 'public', summary: 'Open the statistics', handle: pageRoute },
  { method: 'HEAD', path: '/statistics', access: 'public', summary: 'Open the statistics', handle: pageRoute },
  { method: 'GET', path: '/catalog', access: 'public', summary: 'Open the catalog', handle: pageRoute },
  { method: 'HEAD', path: '/catalog', access: 'public', summary: 'Open the catalog', handle: pageRoute },
  { method: 'GET', path: '/catalog/{kind}', access: 'public', summary: 'Open the catalog of a kind, or an entry of it', handle: pageRoute },
  { method: 'HEAD', path: '/catalog/{kind}', access: 'public', summary: 'Open the catalog of a kind, or an entry of it', handle: pageRoute },
  { method: 'GET', path: '/settings', access: 'public', summary: 'Open the settings', handle: pageRoute },
  { method: 'HEAD', path: '/settings', access: 'public', summary: 'Open the settings', handle: pageRoute },
  { method: 'GET', path: '/{file*}', access: 'public', summary: 'Load a file of the web app', handle: fileRoute },
  { method: 'HEAD', path: '/{file*}', access: 'public', summary: 'Load a file of the web app', handle: fileRoute },
];
