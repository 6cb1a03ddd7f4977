import { createSessionRecording } from '@playhead/recorder';
import { createAnnotator, type AnnotationDraft } from '@playhead/replay-core';
import { sessionRetentionOf } from '@playhead/replay-core/retention';
import { safeAnnotation } from '@playhead/server';
import { accountName } from './account-name.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { dirOf } from './commands/shared-options.ts';
import { wantedSession, withStorage } from './commands/with-session.ts';

/** Notes something beside the recording that the user names; with `--json` prints what is said of how long it is kept. */
export async function sayOfSession(draft: AnnotationDraft, input: CommandInput, context: CommandContext): Promise<{ readonly sessionId: string }> {
  return withStorage(input, context, async (storage) => {
    const { sessionId } = await wantedSession(storage, input.positionals[0] ?? '');
    const annotation = createAnnotator()(input.text('author') ?? accountName(), draft);
    await storage.annotate(sessionId, safeAnnotation(annotation, await createSessionRecording({ dir: dirOf(input, context) })().guard()));
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, sessionId, retention: sessionRetentionOf(await storage.annotations(sessionId)) }));
    return { sessionId };
  });
}
