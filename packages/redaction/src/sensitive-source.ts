/** Why what comes out of somewhere is not to be stored. */
export type SensitiveSource = 'environment file' | 'credentials file' | 'key file' | 'environment' | 'secret store';

const SAFE_FILE = /\.(?:example|sample|template|dist|defaults|schema|pub|md)$/i;
const FILES: readonly (readonly [SensitiveSource, RegExp])[] = [
  ['environment file', /(?:^|[\\/])(?:\.env(?:\.[\w.-]+)?|[\w-]+\.env|\.envrc|\.dev\.vars|\.flaskenv)$|^\/proc\/(?:\d+|self)\/environ$/i],
  ['credentials file', /(?:^|[\\/])(?:\.aws[\\/]credentials|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.npmrc|\.pypirc|\.git-credentials|\.docker[\\/]config\.json|\.dockercfg|\.kube[\\/]config|kubeconfig|\.htpasswd|\.vault-token|\.terraformrc|terraform\.tfvars|[\w.-]+\.auto\.tfvars|terraform\.tfstate|\.config[\\/](?:gh[\\/]hosts\.yml|gcloud[\\/].+)|application_default_credentials\.json|service[-_]?account[\w.-]*\.json|credentials\.(?:json|ya?ml|ini|toml|csv)|secrets?\.(?:json|ya?ml|toml|env|ini|properties)|\.azure[\\/].+|\.claude[\\/]\.credentials\.json|\.codex[\\/]auth\.json|\.cargo[\\/]credentials(?:\.toml)?|\.gem[\\/]credentials|\.m2[\\/]settings\.xml|\.boto|\.s3cfg|shadow|gshadow|wp-config\.php|master\.key|\.(?:bash|zsh|mysql|psql|python)_history)$/i],
  ['key file', /(?:^|[\\/])(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|ovpn))$/i],
];
const PRINTS_ENVIRONMENT = /^(?:printenv|env|export|export -p|declare -x?p?x?|set|compgen -v|Get-ChildItem Env:.*|gci env:.*|dir env:.*|ls env:.*)$/i;
const ENV_WITH_PIPE = /^(?:printenv(?:\s+[\w-]+)*|env)$/;
const STORES = /^(?:gh auth token|aws configure (?:get|export-credentials)|aws (?:secretsmanager get-secret-value|ssm get-parameters?|sts (?:get-session-token|assume-role))|aws ecr get-login-password|gcloud auth (?:application-default )?print-(?:access|identity)-token|gcloud secrets versions access|az account get-access-token|az keyvault secret show|kubectl (?:-\S+ )*(?:get|describe) secrets?|kubectl config view --raw|vault (?:kv get|read|token|login)|op (?:read|item get)|pass (?:show )?[\w/-]+|security find-(?:generic|internet)-password|secret-tool lookup|heroku (?:config|auth:token)|doppler secrets|infisical secrets|git credential (?:fill|approve)|npm (?:config get|token)|docker-credential-\S+ get|keyring get|bw get|lpass show|chamber (?:read|export)|sops (?:-d|--decrypt|decrypt)|gpg (?:--\S+ )*(?:-d|--decrypt|--export-secret-keys)|ansible-vault (?:view|decrypt)|fly auth token|supabase (?:status|projects api-keys)|stripe config --list|railway variables|vercel env ls|wrangler secret|terraform (?:output|show|state pull)|pulumi config --show-secrets)\b/;
/** Programs that name a file without showing it. */
const DOES_NOT_SHOW = /^(?:ls|test|\[|\[\[|touch|rm|chmod|chown|mkdir|stat|wc|cp|mv|find|file|du|ln|source|\.|export|git (?:add|rm|status|check-ignore|mv|restore|checkout|commit|ls-files)|docker (?:run|compose)|node|npm|npx|pnpm|yarn|python3?|ssh|scp|ssh-add|ssh-keygen -[lRF]|echo|printf|cd|openssl (?:x509|verify))(?:\s|$)/;
const MOST_COMMAND = 8192;

/** What is known about where something comes from. */
export interface Source {
  /** The file that was read. */
  readonly path?: string | undefined;
  /** The command that printed it. */
  readonly command?: string | undefined;
}

/**
 * Whether what a file holds or a command prints is secret as a whole: `.env`, `~/.aws/credentials`, `printenv`, `cat id_rsa`.
 * What captures a session asks it and passes `{ sensitive: true }` to `redactRecord`.
 *
 * @returns Why it is, or undefined. Examples of such files (`.env.example`) and public keys are not sensitive.
 *
 * @example
 * ```ts
 * sensitiveSource({ command: 'cat .env | sort' }); // 'environment file'
 * sensitiveSource({ path: '.env.example' }); // undefined
 * ```
 */
export function sensitiveSource(source: Source): SensitiveSource | undefined {
  const { path, command } = source;
  return (path === undefined ? undefined : sensitivePath(path)) ?? (command === undefined ? undefined : sensitiveCommand(command.slice(0, MOST_COMMAND)));
}

function sensitivePath(path: string): SensitiveSource | undefined {
  if (path.length > 4096 || SAFE_FILE.test(path)) return undefined;
  return FILES.find(([, file]) => file.test(path))?.[0];
}

function sensitiveCommand(command: string): SensitiveSource | undefined {
  for (const part of command.split(/&&|\|\||[;\n|]|\$\(|`/)) {
    const words = part.trim().replace(/^(?:sudo(?: -\S+)*|time|nohup|command|exec)\s+/, '').replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '').replace(/\)+$/, '').trim();
    if (PRINTS_ENVIRONMENT.test(words) || ENV_WITH_PIPE.test(words)) return 'environment';
    if (STORES.test(words)) return 'secret store';
    if (words === '' || DOES_NOT_SHOW.test(words)) continue;
    for (const word of words.split(/[\s"'=<>(){},]+/).slice(1)) {
      const found = sensitivePath(word.replace(/^[\w.-]+:(?=[\w./])/, ''));
      if (found) return found;
    }
  }
  return undefined;
}
