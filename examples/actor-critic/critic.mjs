/** The critic: judges a round by its diff, by how the actor ended and by a run of the tests, and says what is missing. */
export function judge({ exitCode, stderr, diff, tests }) {
  if (exitCode !== 0) return { decision: 'ERROR', feedback: `The actor ended with ${exitCode}: ${stderr.trim()}\n\nTry again when the model answers.` };
  if (diff === '') return { decision: 'CONTINUE', feedback: 'Nothing was changed. Edit cart.mjs.' };
  if (tests.failed === 0) return { decision: 'DONE', feedback: 'All tests pass, and the change is as small as it can be.', confidence: 0.95 };
  return { decision: 'CONTINUE', feedback: `${tests.failed} of ${tests.failed + tests.passed} tests fail:\n\n${tests.failures.map((name) => `- ${name}`).join('\n')}` };
}
