import { jsonResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';

/** How sessions are recorded where no repository says more, what the sender may do, and what can be changed here. */
export async function settingsRoute({ context, grant }: RouteCall): Promise<Response> {
  const { record, redaction, rules, sources, decidedBy } = context.recordingOf().settings;
  const mayAll = grant?.kind === 'admin' && grant.token?.sessionId === undefined;
  const warnings = mayAll ? [...context.warnings(), ...context.hookVersions.warnings()] : [];
  return jsonResponse({
    schemaVersion: 1, version: context.version, workspace: context.workspace,
    access: { kind: grant?.kind ?? 'read', ...(grant?.token && { token: grant.token.name }) },
    // Paths of this machine, and why a file of it cannot be read, are for those who may change it.
    recording: { record, redaction, rules: rules.length, decidedBy: decidedBy.from, ...(mayAll && { sources: sources.map(({ from, path, problem }) => ({ from, ...(path !== undefined && { path }), ...(problem !== undefined && { problem }) })) }) },
    retention: context.retention === undefined ? 'none' : context.retention.options.setPolicy ? 'changeable' : 'fixed',
    harnesses: context.harnesses.map(({ name }) => name),
    ...(warnings.length > 0 && { warnings }),
  });
}
