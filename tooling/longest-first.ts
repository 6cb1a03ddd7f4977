// Which test files begin first. Two cores that both have work until the end are done sooner than one that waits for the other's last, long file.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Parts of paths of files that take ten seconds and more. One that no longer does costs nothing here; one that is missing may cost the difference. */
const LONG = [
  'server/test/upkeep.test', 'recorder/src/faults.test', 'server/test/http-storage.suite.test', 'replay-react/test/parts.test', 'cli/test/crash.test', 'adapters/fs.archive.test', 'adapters/fs.test', 'adapters/fs.processes.test',
  'test/size.test', 'adapters/fs.drop.test', 'adapters/fs.delete.test', 'cli/test/retention.test', 'recorder/src/exit.test', 'cli/test/record-ends.test', 'cli/test/record-fails.test', 'adapters/outbox.test', 'cli/test/agent-processes.test', 'cli/test/gateway.test', 'cli/test/gateway-policy.test', 'test/replay.test', 'cli/test/record.test', 'cli/test/gateway-http.test', 'adapters/fs.archive-suite.test', 'cli/test/wire-crash.test', 'cli/test/forwarding.test', 'model/plans.test', 'adapters/fs.index.test', 'cli/test/conformance.test', 'server/test/hook-faults.test', 'hostile.browser.test', 'keyboard', 'session-replay.stories',
];

/**
 * The others by project. What opens a browser of its own comes when the projects `browser` and `storybook`, which run beside all this, are about
 * done: four browsers on two cores keep each other waiting. Those whose files share a process come last: many short files fill the end best.
 */
const LAST = ['browser', 'storybook', 'unit', 'e2e', 'dom', 'dom-react18', 'unit-shared'];

/** As vitest sorts, which knows how long files took where they ran before, but long files first and small ones that share a process last. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const long = project.name.startsWith('dom-') ? -1 : LONG.findIndex((part) => moduleId.includes(part));
      return long === -1 ? LONG.length + LAST.findIndex((name) => project.name.split(' ')[0] === name) : long;
    };
    return sorted.map((file) => ({ file, rank: rank(file) })).sort((a, b) => a.rank - b.rank).map(({ file }) => file);
  }
}
