import { inside, type SecretKind } from '../secret.ts';
import type { Random } from '../random.ts';

const lines = (text: string, width: number): string => text.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? '';
const password = (r: Random): string => `${r.of('abcdefghjkmnpqrstuvwxyz', 4)}${r.digits(3)}${r.of('ABCDEFGHJKLMNPQRSTUVWXYZ', 3)}${r.pick(['_', '-', '.', '~'])}${r.alnum(6)}`;

export const forms: readonly SecretKind[] = [
  inside('SQL Server address', password, (secret) => `sqlserver://sa:${secret}@sql.example.net:1433?database=shop`),
  inside('JDBC address', password, (secret) => `jdbc:postgresql://db.example.net:5432/shop?user=app&password=${secret}&ssl=true`),
  inside('ClickHouse address', password, (secret) => `clickhouse://default:${secret}@ch.example.net:9440/events?secure=true`),
  inside('FTP address', password, (secret) => `ftp://upload:${secret}@files.example.net/in/`),
  inside('SMTP address', password, (secret) => `smtps://mailer%40example.net:${secret}@smtp.example.net:465`),
  inside('token as user', (r) => r.alnum(40), (secret) => `https://${secret}@git.example.net/team/app.git`),
  inside('proxy with credentials', password, (secret) => `http_proxy=http://corp:${secret}@proxy.example.net:3128`),
  inside('Service Bus', (r) => `${r.base64(43)}=`, (secret) => `Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${secret}`),
  inside('ODBC string', password, (secret) => `Driver={ODBC Driver 18};Server=db;Uid=app;Pwd=${secret};`),
  inside('curl --user', password, (secret) => `curl -sS --user "api:${secret}" https://api.example.net/v3/messages`),
  inside('curl header', (r) => r.alnum(36), (secret) => `curl -H "Authorization: Bearer ${secret}" https://api.example.net`),
  inside('curl API key header', (r) => r.alnum(32), (secret) => `curl -H 'X-Api-Key: ${secret}' https://api.example.net`),
  inside('docker login', password, (secret) => `docker login -u bot -p ${secret} registry.example.net`),
  inside('mysqldump', password, (secret) => `mysqldump -uroot -p'${secret}' --all-databases`),
  inside('PGPASSWORD', password, (secret) => `PGPASSWORD=${secret} psql -h db -U app`),
  inside('redis-cli', password, (secret) => `redis-cli -h cache -a ${secret} ping`),
  inside('--token flag', (r) => r.alnum(28), (secret) => `deployctl publish --token=${secret} --project web`),
  inside('--api-key flag', (r) => r.hex(32), (secret) => `tool scan --api-key ${secret} src`),
  inside('argument list', password, (secret) => `["createdb", "--password", "${secret}", "--host", "db"]`),
  inside('SQL create role', password, (secret) => `CREATE ROLE app WITH LOGIN PASSWORD '${secret}' VALID UNTIL 'infinity'`),
  inside('SQL login', password, (secret) => `CREATE LOGIN app WITH PASSWORD = N'${secret}';`),
  inside('netrc', password, (secret) => `machine api.example.net login bot password ${secret}`),
  inside('EC key', (r) => lines(r.base64(220), 64), (secret) => `-----BEGIN EC PRIVATE KEY-----\n${secret}\n-----END EC PRIVATE KEY-----`),
  inside('encrypted key', (r) => lines(r.base64(1200), 64), (secret) => `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${secret}\n-----END ENCRYPTED PRIVATE KEY-----`),
  inside('PGP key', (r) => lines(r.base64(640), 64), (secret) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${secret}\n-----END PGP PRIVATE KEY BLOCK-----`),
  inside('service account key', (r) => r.base64(1600), (secret, r) => JSON.stringify({ type: 'service_account', private_key_id: r.hex(40), private_key: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n` })),
  inside('several cookies', (r) => r.alnum(40), (secret, r) => `cookie: _ga=GA1.2.${r.digits(9)}.${r.digits(10)}; auth_token=${secret}; consent=yes`),
  inside('set cookie of PHP', (r) => r.of('abcdefghijklmnopqrstuvwxyz0123456789', 26), (secret) => `set-cookie: PHPSESSID=${secret}; path=/; secure`),
  inside('AWS signed address', (r) => r.hex(64), (secret) => `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=900&X-Amz-Signature=${secret}`),
  inside('encrypted JSON web token', (r) => `eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..${r.url(16)}.${r.url(120)}.${r.url(22)}`, (secret) => secret),
  inside('kubeconfig key', (r) => lines(btoa(`-----BEGIN RSA PRIVATE KEY-----\n${lines(r.base64(600), 64)}`), 5000), (secret) => `client-key-data: ${secret}`),
  inside('Okta header', (r) => `00${r.url(40)}`, (secret) => `Authorization: SSWS ${secret}`),
];
