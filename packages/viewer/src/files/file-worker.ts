// The script of the worker that reads the recordings of the user's machine.
import { serveFiles } from '@playhead/replay-core/file-worker';

serveFiles();
