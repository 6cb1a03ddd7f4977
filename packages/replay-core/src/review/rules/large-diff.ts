import { isGeneratedFile } from '../../model/generated-file.ts';
import type { TouchedFile } from '../../model/types.ts';
import { relativePath } from '../../relative-path.ts';
import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** Files of which much changed. */
export const largeDiff: ReviewRule = defineReviewRule({
  name: 'large-diff',
  title: 'Large diff',
  description: 'Many lines of one file changed, or many files. Lock files and what tools generate do not count.',
  severity: 'warning',
  thresholds: {
    lines: { title: 'Changed lines of one file', default: 400, min: 1, max: 100_000 },
    files: { title: 'Changed files of a session', default: 40, min: 1, max: 100_000 },
  },
  find({ files, session }, { lines, files: most }) {
    const changed = files.filter(({ path, changes }) => changes.length > 0 && !isGeneratedFile(path));
    const large = changed.filter((file) => changedLines(file) >= lines).flatMap((file) => {
      const [first] = file.changes;
      if (!first) return [];
      const { stepId, at } = first;
      return [{ anchor: file.path, path: file.path, at, ...(stepId !== undefined && { stepId }), evidence: file.changes.map(({ eventId }) => eventId), reason: `${changedLines(file)} lines of ${relativePath(file.path, session.cwd)} changed.` }];
    });
    const last = changed.at(-1)?.changes.at(-1);
    if (changed.length < most || !last) return large;
    return [...large, { anchor: 'session', at: last.at, evidence: changed.flatMap(({ changes }) => changes.slice(0, 1).map(({ eventId }) => eventId)), reason: `${changed.length} files changed.` }];
  },
});

function changedLines({ added, removed }: TouchedFile): number {
  return added + removed;
}
