import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../src/index.ts';
import { compileUserRules } from '../src/engine.ts';
import { createRandom } from './corpus/random.ts';
import { key, redactorOf } from './support.ts';

const random = createRandom('redactor');
const githubToken = `ghp_${random.alnum(36)}`;
const password = `Otter-${random.alnum(8)}7`;
const record = <Data>(type: string, data: Data) => ({ $r: 1, id: '01937d1e-0000-7000-8000-000000000000', p: 'p', e: 0, n: 3, at: 1_763_693_890_123_456, type, via: 'hook' as const, data });

describe('pseudonyms', () => {
  test('tell the kind of a secret, and the same secret again, and nothing else', () => {
    const redactor = redactorOf();
    const { value, findings } = redactor.redactText(`a ${githubToken} b ${githubToken}`);
    expect(value).toMatch(/^a \[\[GITHUB_TOKEN:([0-9a-f]{6})\]\] b \[\[GITHUB_TOKEN:\1\]\]$/);
    expect(findings).toEqual([{ kind: 'GITHUB_TOKEN', count: 2 }]);
  });

  test('are other ones in another workspace', () => {
    const other = redactorOf({ key: new TextEncoder().encode('the key of another workspace') });
    expect(other.redactText(githubToken).value).not.toBe(redactorOf().redactText(githubToken).value);
  });

  test('are the same however a secret is written', () => {
    const redactor = redactorOf();
    const plain = redactor.redactText(githubToken).value;
    expect(redactor.redactText(`"${githubToken.replace('_', '\\u005f')}"`).value).toBe(`"${plain}"`);
    expect(redactor.redactText(`${githubToken.slice(0, 9)}\u001b[31m${githubToken.slice(9)}`).value).toBe(plain);
    expect(redactor.redactText(`x=${githubToken.replace('_', '%5F')}`).value).toBe(`x=${plain}`);
  });

  test('cannot hide a secret by being of a kind that nobody knows', () => {
    const hidden = `AKIA${random.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`;
    expect(redactorOf().redactText(`[[${hidden}:000000]]`).value).not.toContain(hidden);
  });
});

describe('a record', () => {
  test('is redacted in texts, keys, names and paths, and else stays as it is', () => {
    const before = record('tool_call', { name: githubToken, input: { [githubToken]: 1, path: `/home/${githubToken}/x`, list: [true, null, 5, githubToken] }, extra: { deep: [[{ a: githubToken }]] } });
    const { value, findings } = redactorOf().redactRecord(before);
    expect(JSON.stringify(value)).not.toContain(githubToken.slice(4, 20));
    expect(findings).toEqual([{ kind: 'GITHUB_TOKEN', count: 5 }]);
    expect({ ...value, data: null }).toEqual({ ...before, data: null });
  });

  test('stays the very same when nothing has to go', () => {
    const before = record('prompt', { text: 'Fix the parser', origin: 'human', lines: ['a', 'b'] });
    expect(redactorOf().redactRecord(before).value).toBe(before);
  });

  test('keeps the key of a tool call whose id happens to spell a name of secrets, and no secret in it', () => {
    const read = { ...record('file_read', { path: 'a.ts' }), call: 'toolu_01FiJmVZphw5htpWd63G4GUj', key: 'claude:tool:toolu_01FiJmVZphw5htpWd63G4GUj:post#1' };
    expect(redactorOf().redactRecord(read).value).toBe(read);
    for (const key of [`claude:tool:toolu_01FiJmVZphw5htpWd63G4GUj:${githubToken}`, `pwd:toolu_01:hunter2secret`, `${githubToken}:toolu_01`]) {
      const { value, findings } = redactorOf().redactRecord({ ...read, key });
      expect(findings).toHaveLength(1);
      expect(value.key).not.toMatch(/hunter2|ghp_/);
      expect(value.key).toMatch(/:toolu_01\w*$/);
    }
  });

  test('keeps the id by which a session of a harness is found, though it is called like a cookie, and no secret in it', () => {
    const start = record('session_start', { harness: 'terminal', harnessSessionId: `cast:${random.of('0123456789abcdef', 32)}` });
    expect(redactorOf().redactRecord(start).value).toBe(start);
    const secret = { ...start, data: { ...start.data, harnessSessionId: `run-${githubToken}` } };
    expect(redactorOf().redactRecord(secret).value.data.harnessSessionId).toMatch(/^run-\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]$/);
    expect(redactorOf().redactRecord({ ...start, data: { extra: start.data } }).findings).toMatchObject([{ kind: 'SESSION_COOKIE' }]);
    expect(redactorOf().redactRecord(record('tool_call', { harnessSessionId: start.data.harnessSessionId })).findings).toMatchObject([{ kind: 'SESSION_COOKIE' }]);
  });

  test('tells a secret by the key it stands under', () => {
    const { value } = redactorOf().redactValue({
      env: { DB_PASSWORD: password, PORT: '8080' }, variables: [{ name: 'API_TOKEN', value: random.alnum(24) }], headers: { cookie: `sid=${random.alnum(30)}; theme=dark`, authorization: `Bearer ${random.alnum(30)}` },
      argv: ['--password', password, '--verbose'],
    });
    expect(JSON.stringify(value).replaceAll(/:[0-9a-f]{6}\]/g, ']')).toBe(JSON.stringify({
      env: { DB_PASSWORD: '[[PASSWORD]]', PORT: '8080' }, variables: [{ name: 'API_TOKEN', value: '[[TOKEN]]' }], headers: { cookie: 'sid=[[COOKIE]]; theme=dark', authorization: 'Bearer [[AUTHORIZATION]]' },
      argv: ['--password', '[[PASSWORD]]', '--verbose'],
    }));
  });

  test('keys in a list of keys are found', () => {
    const body = createRandom('a list of keys').base64(64);
    const whole = (line: string): string => `-----BEGIN RSA PRIVATE KEY-----\n${line}\n-----END RSA PRIVATE KEY-----`;
    expect(JSON.stringify(redactorOf().redactValue([whole(body), whole(body)]).value)).not.toContain(body.slice(8, 40));
    expect(JSON.stringify(redactorOf().redactValue([`-${whole(body)}`, '-']).value)).not.toContain(body.slice(8, 40));
  });

  test('keeps its lines when a key block goes over several items', () => {
    const body = [random.base64(64), random.base64(64), random.base64(40)];
    const lines = ['+-----BEGIN PRIVATE KEY-----', ...body.map((line) => `+${line}`), '+-----END PRIVATE KEY-----', ' }'];
    const { value, findings } = redactorOf().redactRecord(record('file_diff', { path: 'a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 6, lines }] }));
    const changed = value.data.hunks[0]?.lines ?? [];
    expect(changed).toHaveLength(lines.length);
    expect(changed.map((line) => line.charAt(0))).toEqual(['+', '+', '+', '+', '+', ' ']);
    for (const line of body) expect(JSON.stringify(value)).not.toContain(line.slice(0, 8));
    expect(findings).toEqual([{ kind: 'PRIVATE_KEY', count: 1 }]);
  });

  test('is never a way to reach a prototype', () => {
    const hostile: unknown = JSON.parse(`{"__proto__":{"polluted":"${githubToken}"},"constructor":{"prototype":{"x":"${githubToken}"}}}`);
    const { value } = redactorOf().redactValue(hostile);
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true); // an own key, as it was
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(JSON.stringify(value)).not.toContain(githubToken);
  });

  test('may be deep, torn and full of NUL', () => {
    let deep: unknown = `\ud800${githubToken}\udc00\u0000`;
    for (let level = 0; level < 64; level += 1) deep = level % 2 ? [deep] : { level: deep };
    const out = JSON.stringify(redactorOf().redactValue(deep).value);
    expect(out).not.toContain(githubToken);
    expect(out).toContain('\\ud800');
    let deeper: unknown = githubToken;
    for (let level = 0; level < 5000; level += 1) deeper = [deeper];
    expect(JSON.stringify(redactorOf().redactValue(deeper).value)).not.toContain(githubToken);
  });
});

describe('what comes out of a sensitive source', () => {
  test('is withheld, while one still sees what was read', () => {
    const redactor = redactorOf();
    const { value } = redactor.redactRecord(record('terminal_output', { text: 'A=plain words\nB=more', stream: 'stdout', exitCode: 0 }), { sensitive: true });
    expect(value.data).toEqual({ text: expect.stringMatching(/^\[\[SENSITIVE_SOURCE:[0-9a-f]{6}:~32\]\]$/) as string, stream: 'stdout', exitCode: 0 });
    expect(redactor.redactRecord(record('terminal_command', { command: 'cat .env', cwd: '/work' }), { sensitive: true }).value.data).toEqual({ command: 'cat .env', cwd: '/work' });
  });

  test('is not who decided about a call, for whom and why; secrets in it are', () => {
    const said = { decision: 'denied', by: 'policy', rule: 'no-env', message: 'Secrets are not read here.', identity: 'user:ada@example.com', task: 'SHOP-42' };
    const { value } = redactorOf().redactRecord(record('permission_decision', { ...said, reason: `not ${githubToken}`, extra: { message: 'plain words' } }), { sensitive: true });
    expect(value.data).toMatchObject(said);
    expect(JSON.stringify(value.data)).not.toMatch(new RegExp(`${githubToken}|plain words`));
    expect(redactorOf().redactRecord(record('tool_result', { message: 'plain words' }), { sensitive: true }).value.data['message']).toMatch(/^\[\[SENSITIVE_SOURCE/);
  });

  test('is known by the path that a record names itself', () => {
    const { value, findings } = redactorOf().redactRecord(record('file_read', { path: '/work/.env', content: 'COLOUR=blue', startLine: 1 }));
    expect(value.data).toMatchObject({ path: '/work/.env', content: expect.stringMatching(/^\[\[SENSITIVE_SOURCE/) as string, startLine: 1 });
    expect(findings).toEqual([{ kind: 'SENSITIVE_SOURCE', count: 1 }]);
  });
});

describe('a stream', () => {
  test('releases whole lines at once, and half a token only when it is whole', () => {
    const stream = redactorOf().createStreamRedactor();
    expect(stream.push('one\ntwo ').value).toBe('one\n');
    expect(stream.push(githubToken.slice(0, 10)).value).toBe('');
    expect(stream.release().value).toBe('two ');
    expect(stream.release().value).toBe('');
    expect(stream.push(`${githubToken.slice(10)} three`).value).toBe('');
    expect(stream.flush().value).toMatch(/^\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\] three$/);
    expect(stream.flush().value).toBe('');
  });

  test.each(['Password:', '>>>', 'Continue?[y/N]', '\u001b[24;1H\u001b[7mmain.ts', '10:42', '100%', 'login:', 'Line 12, Col 40', `\u001b[3;1H${'word'.repeat(3)}\u001b[K`])('gives the last word of a program that waits after a second pause: %j', (word) => {
    const stream = redactorOf().createStreamRedactor();
    expect(stream.push(`one two ${word}`).value + stream.release().value + stream.settle().value).toBe(`one two ${word}`);
  });

  test('gives what is a secret as it stands after a second pause, and what goes on with it', () => {
    const stream = redactorOf().createStreamRedactor();
    const out = [stream.push(githubToken).value, stream.release().value, stream.settle().value, stream.push('more\n').value, stream.flush().value].join('');
    expect(out).toMatch(/^\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]/);
    expect(out).not.toContain(githubToken.slice(0, 8));
  });

  test('gives no more than the first letters of a secret, however often its program waits', () => {
    for (const [before, secret] of [['', githubToken], ['DB_PASSWORD=', password], ['--password ', password], ['', '4111 1111 1111 1111']] as const) {
      for (let each = 1; each <= secret.length; each += 1) {
        const stream = redactorOf().createStreamRedactor();
        let out = stream.push(`run ${before}`).value + stream.release().value + stream.settle().value;
        for (let at = 0; at < secret.length; at += each) out += stream.push(secret.slice(at, at + each)).value + stream.release().value + stream.settle().value;
        out += stream.push(' end\n').value + stream.flush().value;
        expect(out, `${before} ${each}`).not.toContain(secret.slice(0, 8));
        expect(out, `${before} ${each}`).not.toContain(secret.slice(-8));
        expect(out).toMatch(/ end\n$/);
      }
    }
  });

  test('remembers the name before a value over a pause', () => {
    const stream = redactorOf().createStreamRedactor();
    const out = [stream.push('export DB_PASSWORD= ').value, stream.release().value, stream.push('\n').value, stream.push('DB_PASSWORD=').value, stream.release().value, stream.push(`${password}\n`).value, stream.flush().value].join('');
    expect(out).not.toContain(password.slice(0, 8));
  });

  // What reads a password unseen shows no end of its line: what comes next stands right behind the question.
  test.each(['bash-5.2$ ', 'ada@host:~$ ', 'root@a1b2c3:/# ', '\u001b[?2004h\u001b[01;32mada@host\u001b[00m:\u001b[01;34m~/shop\u001b[00m$ '])('keeps the prompt of the shell behind a question for a password, wherever it is parted: %j', (prompt) => {
    const text = `Password: ${prompt}make login\r\nPassword: ${password}\r\n`;
    fc.assert(fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 6 }), (places) => {
      const stream = redactorOf().createStreamRedactor();
      const cuts = [0, ...places.toSorted((a, b) => a - b), text.length];
      const out = cuts.slice(1).map((end, index) => stream.push(text.slice(cuts[index], end)).value + stream.release().value).join('') + stream.flush().value;
      expect(out).toContain(`Password: ${prompt}make login\r\nPassword: `);
      expect(out).not.toContain(password);
    }), { numRuns: 50 });
  });

  test('holds a key block back until it is whole, but not for ever', () => {
    const stream = redactorOf().createStreamRedactor();
    const line = random.base64(64);
    expect(stream.push('-----BEGIN PRIVATE KEY-----\n').value).toBe('');
    expect(stream.push(`${line}\n`).value).toBe('');
    expect(stream.release().value).toBe('');
    expect(stream.push('-----END PRIVATE KEY-----\n').value).not.toContain(line.slice(0, 8));
    expect(stream.push(`-----BEGIN PRIVATE KEY-----\n${'no key at all, \n'.repeat(2000)}`).value.length).toBeGreaterThan(8000);
  });

  test('lets a very long line through, without what is secret in it', () => {
    const stream = redactorOf().createStreamRedactor();
    const text = `${'some words '.repeat(3000)}${githubToken} ${'more words '.repeat(3000)}`;
    let out = '';
    for (let at = 0; at < text.length; at += 700) out += stream.push(text.slice(at, at + 700)).value;
    expect(out.length).toBeGreaterThan(text.length - 20_000);
    expect(out + stream.flush().value).toBe(redactorOf().redactText(text).value);
  });

  test('gives no line that it had no time for', () => {
    let now = 0;
    const stream = redactorOf({ deadlineMs: 1, clock: () => { now += 5; return now; } }).createStreamRedactor();
    const out = stream.push(`${'x y '.repeat(40_000)}${githubToken}\n`).value + stream.flush().value;
    expect(out).toContain('[[UNSCANNED:~');
    expect(out).not.toContain(githubToken);
  });
});

describe('policies', () => {
  test('off changes nothing and says so', () => {
    const redactor = redactorOf({ policy: 'off' });
    expect(redactor.redactText(githubToken)).toEqual({ value: githubToken, findings: [] });
    expect(redactor.digest).toBe('off');
  });

  test('strict keeps what kind of thing happened and drops what it was about', () => {
    const { value } = redactorOf({ policy: 'strict' }).redactRecord(record('terminal_output', { text: 'x'.repeat(100), stream: 'stderr', exitCode: 1, extra: { note: 'hello there', count: 42 } }));
    expect(value.data).toEqual({ text: expect.stringMatching(/^\[\[TEXT:[0-9a-f]{6}:~128\]\]$/) as string, stream: 'stderr', exitCode: 1, extra: { note: expect.stringMatching(/^\[\[TEXT:/) as string, count: expect.stringMatching(/^\[\[NUMBER:/) as string } });
  });

  test('strict drops secrets from what it keeps, and all of an event that nobody knows', () => {
    const redactor = redactorOf({ policy: 'strict' });
    expect(JSON.stringify(redactor.redactRecord(record('tool_call', { name: githubToken })).value)).not.toContain(githubToken);
    expect(JSON.stringify(redactor.redactRecord(record('something_new', { name: 'a name', [`key ${password}`]: 1 })).value)).not.toMatch(/a name|Otter/);
  });

  test('digests name the policy, and change with a user\'s rules', async () => {
    const rule = { kind: 'TICKET', pattern: 'PH-[0-9]+' };
    expect(redactorOf().digest).toMatch(/^entity:[0-9a-f]{32}$/);
    expect((await createRedactor({ key, rules: [rule] })).digest).toMatch(/^entity:[0-9a-f]{32}\+[0-9a-f]{12}$/);
    expect(redactorOf({ policy: 'strict' }).digest.slice(7)).toBe(redactorOf().digest.slice(7));
  });

  test('a kind can be left alone', () => {
    expect(redactorOf({ except: ['EMAIL_ADDRESS'] }).redactText('mia@acme-corp.io').value).toBe('mia@acme-corp.io');
  });
});

describe('what a host adds', () => {
  test('rules of its own, in linear time', async () => {
    const redactor = await createRedactor({ key, deadlineMs: 600_000, rules: [{ kind: 'TICKET', pattern: 'ticket (?P<secret>[A-Z]+-[0-9]+)', flags: 'i' }, { kind: 'SLOW', pattern: '(a+)+$' }] });
    expect(redactor.redactText('see Ticket PH-12 now').value).toMatch(/^see Ticket \[\[TICKET:[0-9a-f]{6}\]\] now$/);
    expect(redactor.redactText(`${'a'.repeat(2000)}!`).value).toHaveLength(2001);
  });

  test.each([['a kind', { kind: 'ticket', pattern: 'x' }], ['a pattern', { kind: 'TICKET', pattern: '(?=x)' }], ['flags', { kind: 'TICKET', pattern: 'x', flags: 'g' }]])('is refused when %s is malformed', async (_, rule) => {
    await expect(compileUserRules([rule])).rejects.toMatchObject({ code: 'invalid_settings' });
  });

  test('a redactor of its own, asked after the rules with the place of the text', () => {
    const asked: unknown[] = [];
    const redactor = redactorOf({ redact: (text, place) => { asked.push([text, place.type, place.path.join('.')]); return text.replace('Project Nightfall', 'a project'); } });
    const { value, findings } = redactor.redactRecord(record('prompt', { text: `Project Nightfall uses ${githubToken}`, origin: 'human' }));
    expect(value.data.text).toMatch(/^a project uses \[\[GITHUB_TOKEN/);
    expect(asked[0]).toEqual([expect.stringContaining('[[GITHUB_TOKEN'), 'prompt', 'text']);
    expect(findings).toContainEqual({ kind: 'HOST_RULE', count: 1 });
  });

  test('keeps no text back when its redactor fails, but the text', () => {
    const redactor = redactorOf({ redact: () => { throw new Error('no'); } });
    expect(redactor.redactText('anything at all').value).toBe('[[UNSCANNED:~16]]');
  });

  test('a key that is too short is refused', async () => {
    await expect(createRedactor({ key: new Uint8Array(8) })).rejects.toMatchObject({ code: 'invalid_settings' });
  });
});

test('what could not be looked at in time is not kept', () => {
  let now = 0;
  const redactor = redactorOf({ deadlineMs: 1, clock: () => { now += 5; return now; } });
  const { value, findings } = redactor.redactText(`first line\n${'x y '.repeat(40_000)}${githubToken}`);
  expect(value).toMatch(/\[\[UNSCANNED:~\d+\]\]$/);
  expect(value).not.toContain(githubToken);
  expect(findings).toContainEqual({ kind: 'UNSCANNED', count: 1 });
});

test('what others had the processor for is looked at all the same, until the process itself worked too long', () => {
  let now = 0;
  let worked = 0;
  const text = `first line\n${'x y '.repeat(40_000)}${githubToken}`;
  const redactorThatWorks = (ms: number): ReturnType<typeof redactorOf> => redactorOf({ deadlineMs: 1, clock: () => { now += 5; return now; }, workClock: () => { worked += ms; return worked; } });
  const kept = redactorThatWorks(0.01).redactText(text).value;
  expect(kept).toContain('x y x y');
  expect(kept).not.toMatch(/UNSCANNED|ghp_/);
  expect(redactorThatWorks(5).redactText(text).value).toMatch(/\[\[UNSCANNED:~\d+\]\]$/);
});

describe('whatever the text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('password=', 'token: "', 'Authorization: Bearer ', '://u:', '@', '\n', '"', '\\"', '\\n', '\u001b[0m', 'Cookie: a=', '[[', ']]', '[[TOKEN:00ffaa]]', '-----BEGIN PRIVATE KEY-----\n', '+49 30 ', 'curl -u a:', 'eyJhbGciOi', '%2D', '\ud83d', '--password ', 'key-', 'sk-ant-api03-'),
    fc.constantFrom(githubToken, password, 'mia@acme-corp.io', '4111 1111 1111 1111', '81.2.69.160', 'DE89370400440532013000', '+14156721234', random.hex(40), random.alnum(32)),
  );
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  test('redacting it twice changes nothing more', () => {
    const redactor = redactorOf();
    fc.assert(fc.property(text, (content) => {
      const once = redactor.redactText(content).value;
      expect(redactor.redactText(once).value).toBe(once);
    }), { numRuns: 1500 });
  });

  test('a stream gives what the whole gives, wherever it is parted', () => {
    const redactor = redactorOf();
    fc.assert(fc.property(text, fc.array(fc.nat({ max: 200 }), { maxLength: 6 }), (content, cuts) => {
      const places = [0, ...cuts.filter((cut) => cut < content.length).toSorted((a, b) => a - b), content.length];
      const stream = redactor.createStreamRedactor();
      const out = places.slice(1).map((end, index) => stream.push(content.slice(places[index], end)).value).join('') + stream.flush().value;
      expect(out).toBe(redactor.redactText(content).value);
    }), { numRuns: 1500 });
  });

  test('what has no finding is the same text, and lines stay lines', () => {
    const redactor = redactorOf();
    fc.assert(fc.property(text, (content) => {
      const { value, findings } = redactor.redactText(content);
      expect(findings.length === 0).toBe(value === content);
      expect(value.split('\n')).toHaveLength(content.split('\n').length);
    }), { numRuns: 1000 });
  });

  test('any value keeps its shape', () => {
    const redactor = redactorOf();
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      fc.pre(!/@|\d{5}/.test(JSON.stringify(value))); // what is drawn can be an e-mail address
      expect(JSON.stringify(redactor.redactValue(value).value)).toBe(JSON.stringify(value));
    }), { numRuns: 400 });
  });
});

test('a long text that comes again is redacted as the first time, with its findings, and one that differs by a character on its own', async () => {
  const redactor = await createRedactor({ key, clock: () => 0 });
  const secret = 'ghp_Ab9defghijklmnopqrstuvwxyz0123456789';
  const text = `${'The build went well. '.repeat(40)}token ${secret} ${'The build went well. '.repeat(40)}`;
  const first = redactor.redactText(text);
  expect(first.value).not.toContain(secret);
  expect(redactor.redactText(text)).toEqual(first);
  const other = redactor.redactText(text.replace(secret, `${secret.slice(0, -1)}8`));
  expect(other.value).not.toContain(secret.slice(0, -1));
  expect(other.findings).toEqual(first.findings);
  expect(redactor.redactText(`${text} ${secret}`).findings).toEqual([expect.objectContaining({ count: 2 })]);
});
