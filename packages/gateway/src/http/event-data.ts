/** What an event of a `text/event-stream` says. */
export interface EventData {
  readonly name: string;
  /** The bytes of its data; undefined where it has none. */
  readonly data: Buffer | undefined;
  /** Its other lines. */
  readonly rest: readonly string[];
}

/** Reads an event as clients do: of bytes that are no text nothing is lost. */
export function eventDataOf(bytes: Buffer): EventData {
  const lines = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').split(/\r\n|\n|\r/);
  const fields = lines.map((line) => ({ line, name: line.split(':', 1)[0] ?? '', value: line.includes(':') ? line.slice(line.indexOf(':') + 1).replace(/^ /, '') : '' }));
  const data = fields.filter(({ name }) => name === 'data');
  return {
    name: fields.findLast(({ name }) => name === 'event')?.value ?? '',
    data: data.length === 0 ? undefined : Buffer.from(data.map(({ value }) => value).join('\n'), 'latin1'),
    rest: fields.flatMap(({ line, name }) => (name === 'data' || line === '' ? [] : [line])),
  };
}

/** An event with other data; without any it is none, and only says where the stream is. */
export function eventWith({ rest }: Pick<EventData, 'rest'>, data: string | undefined): Buffer {
  const kept = Buffer.from(rest.map((line) => `${line}\n`).join(''), 'latin1');
  const said = data === undefined ? [] : data.split(/\r\n|\n|\r/).map((line) => `data: ${line}\n`);
  return Buffer.concat([kept, Buffer.from(`${said.join('')}\n`)]);
}
