import { close, recordEvent, recordStart, recordStop } from '@playhead/recorder';
import { createTools } from './tools.mjs';
import { decide } from './model.mjs';

const MAX_ITERATIONS = 8;

/** The loop of the framework: ask the model, use the tool it names, show it what came out, until it answers. */
export async function runAgent({ workspace, prompt }) {
  const session = await recordStart({
    name: 'Repair the cart',
    harness: 'example-framework',
    agentName: 'repairer',
    workspaceName: 'shop',
    task: { id: 'SHOP-7', title: 'The cart adds up wrongly' },
    cwd: workspace,
    models: ['rules'],
    maxIterations: MAX_ITERATIONS,
    prompt,
  });
  const { sessionId } = session;
  const turn = 'turn-1';
  const record = (type, data, call) => recordEvent({ sessionId, type, data, turn, ...(call && { call }) });
  const tools = createTools({ workspace, record });
  const observations = [];

  record('prompt', { text: prompt, origin: 'human' });
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration += 1) {
    const step = decide(observations);
    record('assistant_text', { text: step.says, final: true });
    if (step.answer) {
      record('turn_end', { text: step.says, outcome: 'success' });
      await recordStop({ sessionId, outcome: 'success', summary: step.says, finalOutput: { title: 'Cart repaired', content: step.answer, format: 'markdown' } });
      await close();
      return session;
    }
    observations.push({ tool: step.tool, ...(await tools[step.tool](step.input, `call-${iteration}`)) });
  }
  await recordStop({ sessionId, outcome: 'max_iterations_reached' });
  await close();
  return session;
}
