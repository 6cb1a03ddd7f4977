import type { Command } from './command.ts';
import { approvalsApproveCommand, approvalsDenyCommand, approvalsListCommand } from './commands/approvals.ts';
import { completionCommand } from './commands/completion.ts';
import { catalogCommand, catalogCompareCommand } from './commands/catalog.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { gatewayAnthropicCommand } from './commands/gateway-anthropic.ts';
import { gatewayHttpCommand } from './commands/gateway-http.ts';
import { gatewayInstallCommand } from './commands/gateway-install.ts';
import { gatewayStatusCommand } from './commands/gateway-status.ts';
import { gatewayStdioCommand } from './commands/gateway-stdio.ts';
import { gatewayUninstallCommand } from './commands/gateway-uninstall.ts';
import { hooksClaudeSettingsCommand } from './commands/hooks-claude-settings.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { mcpCommand } from './commands/mcp.ts';
import { momentAddCommand, momentsCommand } from './commands/moments.ts';
import { privateCommand } from './commands/private.ts';
import { pushCommand } from './commands/push.ts';
import { recordCommand } from './commands/record.ts';
import { redactCommand } from './commands/redact.ts';
import { removeCommand } from './commands/remove.ts';
import { replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { sessionsCompressCommand } from './commands/sessions-compress.ts';
import { sessionsDeleteCommand } from './commands/sessions-delete.ts';
import { sessionsDiffCommand } from './commands/sessions-diff.ts';
import { sessionsListCommand } from './commands/sessions-list.ts';
import { sessionsAuditCommand } from './commands/sessions-audit.ts';
import { sessionsKeepCommand } from './commands/sessions-keep.ts';
import { sessionsPinCommand } from './commands/sessions-pin.ts';
import { sessionsPruneCommand } from './commands/sessions-prune.ts';
import { sessionsOpenCommand } from './commands/sessions-open.ts';
import { sessionsReindexCommand } from './commands/sessions-reindex.ts';
import { sessionsReviewCommand } from './commands/sessions-review.ts';
import { sessionsSearchCommand } from './commands/sessions-search.ts';
import { sessionsShowCommand } from './commands/sessions-show.ts';
import { sessionsStatsCommand } from './commands/sessions-stats.ts';
import { sessionsTagCommand } from './commands/sessions-tag.ts';
import { sessionsTailCommand } from './commands/sessions-tail.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { tokenCreateCommand } from './commands/token-create.ts';
import { tokenListCommand } from './commands/token-list.ts';
import { tokenRevokeCommand } from './commands/token-revoke.ts';
import { uiCommand } from './commands/ui.ts';

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  uiCommand, serveCommand, mcpCommand, statusCommand, stopCommand, doctorCommand, initCommand, removeCommand, hooksClaudeSettingsCommand, recordCommand, gatewayStdioCommand, gatewayHttpCommand, gatewayAnthropicCommand, gatewayInstallCommand, gatewayUninstallCommand, gatewayStatusCommand, approvalsListCommand, approvalsApproveCommand, approvalsDenyCommand, importCommand, replayCommand, exportCommand,
  sessionsListCommand, sessionsShowCommand, sessionsStatsCommand, catalogCommand, catalogCompareCommand, sessionsDiffCommand, sessionsTailCommand, sessionsSearchCommand, sessionsOpenCommand, sessionsTagCommand, sessionsReviewCommand, sessionsCompressCommand, sessionsDeleteCommand, sessionsPruneCommand, sessionsPinCommand, sessionsKeepCommand, sessionsAuditCommand, sessionsReindexCommand, redactCommand, privateCommand, pushCommand,
  momentsCommand, momentAddCommand, tokenCreateCommand, tokenListCommand, tokenRevokeCommand, completionCommand(() => commands), demoCommand,
];

/** The command that the arguments begin with, and what is left of them. The longest name wins. */
export function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const length of [3, 2, 1]) {
    const command = commands.find(({ name }) => name === args.slice(0, length).join(' ') && name.split(' ').length === length);
    if (command) return { command, rest: args.slice(length) };
  }
  return undefined;
}
