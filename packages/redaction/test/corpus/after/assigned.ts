import { assigned, type SecretKind } from '../secret.ts';
import type { Random } from '../random.ts';

const password = (r: Random): string => `${r.pick(['tiger', 'Lagoon', 'paper', 'Comet'])}${r.pick(['-', '@', '$', '*'])}${r.pick(['River', 'stone', 'Cloud'])}${r.digits(3)}`;

export const assignments: readonly SecretKind[] = [
  assigned('Algolia admin key', (r) => r.hex(32), (secret) => `ALGOLIA_ADMIN_KEY=${secret}`),
  assigned('Mistral key', (r) => r.alnum(32), (secret) => `MISTRAL_API_KEY=${secret}`),
  assigned('Codecov token', (r) => r.uuid(), (secret) => `CODECOV_TOKEN=${secret}`),
  assigned('W&B key', (r) => r.hex(40), (secret) => `export WANDB_API_KEY='${secret}'`),
  assigned('Auth0 client secret', (r) => r.url(64), (secret) => `auth0:\n  clientSecret: ${secret}`),
  assigned('Snowflake password', password, (secret) => `snowflake_password = "${secret}"`),
  assigned('Rails key base', (r) => r.hex(128), (secret) => `secret_key_base: ${secret}`),
  assigned('Django key', (r) => `${r.alnum(20)}-${r.alnum(28)}`, (secret) => `SECRET_KEY = '${secret}'`),
  assigned('Laravel key', (r) => `${r.base64(43)}=`, (secret) => `APP_KEY=base64:${secret}`),
  assigned('password in a dict', password, (secret) => `conn = connect(host="db", user="app", password="${secret}")`),
  assigned('password in Go', password, (secret) => `cfg := Config{User: "app", Password: "${secret}"}`),
  assigned('password in XML', password, (secret) => `<server><username>ci</username><password>${secret}</password></server>`),
  assigned('password in PHP', password, (secret) => `$config['db']['password'] = '${secret}';`),
  assigned('password in Ruby', password, (secret) => `  :password => "${secret}",`),
  assigned('password in an HCL file', password, (secret) => `variable "x" {}\nadmin_password = "${secret}"`),
  assigned('password in compose', password, (secret) => `    environment:\n      - POSTGRES_PASSWORD=${secret}\n      - POSTGRES_USER=app`),
  assigned('password in a workflow', password, (secret) => `env:\n  MYSQL_ROOT_PASSWORD: "${secret}"`),
  assigned('password in a helm call', password, (secret) => `helm install db chart --set auth.rootPassword=${secret}`),
  assigned('password in a form', password, (secret) => `username=app&password=${encodeURIComponent(secret)}&remember=1`),
  assigned('token in JSON', (r) => r.alnum(40), (secret) => `{"access_token":"${secret}","token_type":"bearer","expires_in":3600}`),
  assigned('refresh token in JSON', (r) => r.url(54), (secret) => `{"refresh_token": "${secret}"}`),
  assigned('webhook secret', (r) => r.hex(40), (secret) => `webhookSecret: '${secret}',`),
  assigned('Kubernetes secret', (r) => btoa(`${password(r)}${r.alnum(6)}`), (secret) => `kind: Secret\ndata:\n  password: ${secret}`),
  assigned('password said by a program', (r) => r.alnum(16), (secret) => `Generated admin password: ${secret}`),
  assigned('password in a sentence', password, (secret) => `Log in with the user admin and the password ${secret} to see it.`),
  assigned('two words as password', (r) => `${r.pick(['purple', 'silent'])} ${r.pick(['monkey', 'harbour'])} ${r.pick(['dishwasher', 'lantern'])}`, (secret) => `passphrase: "${secret}"`),
];
