// The OpenTelemetry logs SDK as an application uses it: its batch processor with its defaults, and an exporter that writes lines of
// JSON to a file at once, so that nothing is lost behind the processor.
import { openSync, writeSync } from 'node:fs';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';

/** A logger and its provider. `options` are those of the processor. */
export function createOtelLogger(path, options = {}) {
  const file = openSync(path, 'a');
  const exporter = {
    export(records, done) {
      writeSync(file, records.map(({ hrTime, severityNumber, body, attributes }) => `${JSON.stringify({ time: hrTime, severityNumber, body, attributes })}\n`).join(''));
      done({ code: 0 });
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter, ...options })] });
  return { logger: provider.getLogger('bench'), provider };
}
