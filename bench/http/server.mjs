// The server of `pnpm bench http`, in a process of its own: on the fs storage, with redaction as it comes.
// Usage: node server.mjs <bundle of createHandler, listen and fsStorage> <directory> <entity|off>
import { pathToFileURL } from 'node:url';

const [bundle, dir, policy] = process.argv.slice(2);
const { createHandler, createSessionRecording, fsStorage, listen } = await import(pathToFileURL(bundle).href);
const recordingOf = createSessionRecording({ dir, redaction: { policy } });
const { url, close } = await listen(createHandler({ storage: fsStorage({ dir }), recordingOf }), { port: 0 });
process.send(url);
process.once('message', () => void close().then(() => process.exit(0)));
