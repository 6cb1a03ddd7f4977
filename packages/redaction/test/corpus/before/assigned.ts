import { assigned, type SecretKind } from '../secret.ts';
import type { Random } from '../random.ts';

const password = (r: Random): string => `${r.pick(['Blue', 'Otter', 'Winter', 'Maple'])}${r.of('abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 8)}${r.pick(['!', '#', '%', '.'])}${r.digits(2)}`;

/** Secrets that only their names give away. */
export const assignments: readonly SecretKind[] = [
  assigned('password in the environment', password, (secret) => `DB_PASSWORD=${secret}`),
  assigned('secret in the environment', (r) => r.alnum(32), (secret) => `export SESSION_SECRET=${secret}`),
  assigned('token in the environment', (r) => r.alnum(24), (secret) => `DEPLOY_TOKEN="${secret}"`),
  assigned('API key in the environment', (r) => r.hex(32), (secret) => `WEATHER_API_KEY=${secret}`),
  assigned('AWS secret key', (r) => r.base64(40), (secret) => `aws_secret_access_key = ${secret}`),
  assigned('Datadog key', (r) => r.hex(32), (secret) => `DD_API_KEY=${secret}`),
  assigned('Twilio auth token', (r) => r.hex(32), (secret) => `TWILIO_AUTH_TOKEN: ${secret}`),
  assigned('Cloudflare token', (r) => r.url(40), (secret) => `CLOUDFLARE_API_TOKEN=${secret}`),
  assigned('Vercel token', (r) => r.alnum(24), (secret) => `VERCEL_TOKEN=${secret}`),
  assigned('Okta token', (r) => `00${r.url(40)}`, (secret) => `okta_api_token: "${secret}"`),
  assigned('password in YAML', password, (secret) => `database:\n  user: app\n  password: ${secret}`),
  assigned('password in code', password, (secret) => `const config = { user: 'app', password: '${secret}' };`),
  assigned('key in TOML', (r) => r.alnum(40), (secret) => `[service]\nsecret_key = "${secret}"`),
  assigned('client secret in JSON', (r) => r.url(36), (secret) => `{ "client_id": "web", "client_secret": "${secret}" }`),
  assigned('x-api-key header', (r) => r.alnum(40), (secret) => `x-api-key: ${secret}`),
  assigned('private token header', (r) => r.alnum(20), (secret) => `PRIVATE-TOKEN: ${secret}`),
  assigned('encryption key', (r) => `${r.base64(43)}=`, (secret) => `ENCRYPTION_KEY=${secret}`),
  assigned('password in properties', password, (secret) => `spring.datasource.password=${secret}`),
  assigned('Heroku key', (r) => r.uuid(), (secret) => `HEROKU_API_KEY=${secret}`),
  assigned('npmrc auth', (r) => r.base64(32), (secret) => `//registry.example.net/:_authToken=${secret}`),
];
