import { inside, token, type SecretKind } from '../secret.ts';
import type { Random } from '../random.ts';

const base64 = (text: string): string => btoa(text);
const base64url = (text: string): string => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const lines = (text: string, width: number): string => text.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? '';
const password = (r: Random): string => r.of('abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 14) + r.digits(2);
const jwt = (r: Random): string => `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify({ sub: r.digits(10), iat: 1_763_000_000 }))}.${r.url(43)}`;

/** Secrets that the form of what they stand in gives away. */
export const forms: readonly SecretKind[] = [
  token('JSON web token', jwt),
  inside('bearer header', (r) => r.alnum(40), (secret) => `Authorization: Bearer ${secret}`),
  inside('basic header', (r) => base64(`admin:${password(r)}`), (secret) => `Authorization: Basic ${secret}`),
  inside('PostgreSQL address', password, (secret) => `postgres://app:${secret}@db.internal:5432/orders`),
  inside('MySQL address', password, (secret) => `mysql://root:${secret}@10.0.0.5/shop`),
  inside('MongoDB address', password, (secret, r) => `mongodb+srv://svc:${secret}@cluster0.${r.alnum(5).toLowerCase()}.mongodb.net/?retryWrites=true`),
  inside('Redis address', password, (secret) => `redis://:${secret}@cache:6379/0`),
  inside('AMQP address', password, (secret) => `amqps://mq:${secret}@rabbit.example.net/vhost`),
  inside('web address with credentials', password, (secret) => `https://deploy:${secret}@git.example.net/team/app.git`),
  inside('ADO connection string', password, (secret) => `Server=tcp:sql.example.net,1433;Database=shop;User ID=app;Password=${secret};Encrypt=True`),
  inside('Azure storage connection string', (r) => `${r.base64(86)}==`, (secret) => `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${secret};EndpointSuffix=core.windows.net`),
  inside('curl user', password, (secret) => `curl -u admin:${secret} https://api.example.net/v1/things`),
  inside('mysql -p', password, (secret) => `mysql -h db -u root -p${secret} shop`),
  inside('--password flag', password, (secret) => `createuser --username app --password ${secret} --host db`),
  inside('sshpass', password, (secret) => `sshpass -p ${secret} ssh root@host`),
  inside('SQL password', password, (secret) => `ALTER USER app WITH PASSWORD '${secret}';`),
  inside('SQL identified by', password, (secret) => `CREATE USER 'app'@'%' IDENTIFIED BY '${secret}';`),
  inside('private key', (r) => lines(r.base64(1600), 64), (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`),
  inside('OpenSSH key', (r) => lines(`b3BlbnNzaC1rZXktdjEAAAAA${r.base64(360)}`, 70), (secret) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`),
  inside('private key in base64', (r) => lines(base64(`-----BEGIN PRIVATE KEY-----\n${lines(r.base64(800), 64)}\n-----END PRIVATE KEY-----\n`), 76), (secret) => secret),
  inside('session cookie', (r) => r.alnum(32), (secret) => `Cookie: theme=dark; sessionid=${secret}; lang=en`),
  inside('set cookie', (r) => r.url(44), (secret) => `Set-Cookie: connect.sid=s%3A${secret}; Path=/; HttpOnly`),
  inside('signature in an address', (r) => `${r.alnum(43)}`, (secret) => `https://shop.blob.core.windows.net/a/b.png?sv=2024-11-04&se=2026-12-01&sr=b&sp=r&sig=${secret}%3D`),
  inside('token in an address', (r) => r.alnum(32), (secret) => `https://api.example.net/v1/items?page=2&access_token=${secret}&limit=5`),
];
