import { relativePath } from '../../relative-path.ts';
import { lastEventOf, nameOf, stepsOf } from '../attempts.ts';
import { defineReviewRule, type ReviewFinding, type ReviewRule } from '../review-rule.ts';

/** Files that decide how other things behave, by what they decide. */
const FILES: readonly (readonly [what: string, path: RegExp])[] = [
  ['what runs on every change', /(?:^|\/)(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.circleci\/|Jenkinsfile$|azure-pipelines\.ya?ml$|\.buildkite\/)/],
  ['what the agent itself may do', /(?:^|\/)(?:\.claude\/(?:settings[^/]*\.json|hooks\/)|\.mcp\.json$|\.codex\/|\.cursor\/(?:hooks|mcp)\.json$|\.gemini\/settings\.json$)/],
  ['who may get in', /(?:^|\/)(?:\.ssh\/|authorized_keys$|sudoers(?:\.d\/|$)|CODEOWNERS$|\.htaccess$|iam[^/]*\.(?:json|tf|ya?ml)$)/],
  ['secrets and settings of an environment', /(?:^|\/)\.env(?:\.[\w-]+)?$|\.(?:pem|key|p12|pfx|keystore)$|(?:^|\/)(?:\.npmrc|\.pypirc|\.netrc|secrets?\.ya?ml)$/],
  ['what is deployed', /(?:^|\/)(?:Dockerfile(?:\.[\w-]+)?|docker-compose[^/]*\.ya?ml|nginx\.conf|Procfile|serverless\.ya?ml)$|\.tf(?:vars)?$|(?:^|\/)(?:k8s|kubernetes|helm|charts)\/[^\n]*\.ya?ml$/],
  ['the shape of the data', /(?:^|\/)(?:migrations?|db\/migrate)\/|(?:^|\/)schema\.(?:sql|prisma)$/],
  ['what is installed and which scripts run', /(?:^|\/)(?:package\.json|pyproject\.toml|Cargo\.toml|go\.mod|Gemfile|requirements[^/]*\.txt|setup\.py)$/],
  ['what is checked', /(?:^|\/)(?:tsconfig[^/]*\.json|\.?eslint[^/]*|\.pre-commit-config\.ya?ml|\.husky\/[^\n]*|(?:vitest|jest|playwright)\.config\.[cm]?[jt]s|pytest\.ini)$/],
];

/** Commands that cannot be taken back or that go around a check. */
const COMMANDS: readonly (readonly [what: string, command: RegExp])[] = [
  ['goes around the checks of a commit', /\bgit\s[^\n|;&]{0,200}--no-verify\b/],
  ['overwrites what others pushed', /\bgit\s+push\s[^\n|;&]{0,200}(?:--force(?!-with-lease)|\s-f\b)/],
  ['throws changes away', /\bgit\s+(?:reset\s+--hard|clean\s+-\w{0,4}f|checkout\s+--\s+\.|restore\s+\.)/],
  ['deletes a directory tree', /\brm\s+-(?:\w{0,6}r\w{0,6}f|\w{0,6}f\w{0,6}r)\w{0,6}\s+(?:\/(?!tmp\/)|~|\$HOME|\.\.?(?:\s|\/|$)|\*)/],
  ['runs what it downloads', /\b(?:curl|wget)\s[^\n|;&]{0,500}\|\s{0,10}(?:sudo\s{1,10})?(?:ba|z|da)?sh\b/],
  ['lets everybody write', /\bchmod\s+(?:-R\s+)?(?:a\+w|o\+w|0?777)\b/],
  ['removes data', /\b(?:drop\s+(?:table|database|schema)|truncate\s+table)\b/i],
  ['publishes a package', /\b(?:npm|pnpm|yarn)\s+publish\b|\btwine\s+upload\b|\bcargo\s+publish\b/],
];

/** So much of a command and of a path is looked at, in characters. */
const MOST_COMMAND = 20_000;
const MOST_PATH = 1000;

/** Changes of what decides how other things behave. */
export const riskyChange: ReviewRule = defineReviewRule({
  name: 'risky-change',
  title: 'Risky change',
  description: 'A file changed that decides what runs, what is deployed, who gets in or what the agent may do, or a command ran that cannot be taken back.',
  severity: 'warning',
  thresholds: {},
  find(model) {
    const files = model.files.flatMap(({ path, changes }): ReviewFinding[] => {
      const what = FILES.find(([, pattern]) => pattern.test(path.slice(-MOST_PATH)))?.[0];
      const [first] = changes;
      if (what === undefined || !first) return [];
      return [{ anchor: path, path, at: first.at, evidence: changes.map(({ eventId }) => eventId), ...(first.stepId !== undefined && { stepId: first.stepId }), reason: `${relativePath(path, model.session.cwd)} changed, which decides ${what}.` }];
    });
    const commands = stepsOf(model).flatMap((step): ReviewFinding[] => {
      const { id, command, status, startedAt, turnId } = step;
      if (command === undefined || status === 'denied') return [];
      const what = COMMANDS.find(([, pattern]) => pattern.test(command.slice(0, MOST_COMMAND)))?.[0];
      return what === undefined ? [] : [{ anchor: id, stepId: id, at: startedAt, evidence: [lastEventOf(step)], ...(turnId !== undefined && { turnId }), reason: `${nameOf(model, step)} ${what}.` }];
    });
    const settings = model.events.filter(({ record }) => record.type === 'config_change').map(({ id, record, turnId, summary }): ReviewFinding => ({
      anchor: record.key ?? id, at: record.at, evidence: [id], ...(turnId !== undefined && { turnId }), reason: `The settings of the harness changed while it worked${summary === '' ? '' : `: ${summary}`}.`,
    }));
    return [...files, ...commands, ...settings];
  },
});
