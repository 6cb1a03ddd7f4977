/**
 * Stands where a language model would: sees what happened so far and says what to do next.
 *
 * @returns What it says, with either a tool and its input or the final answer.
 */
export function decide(observations) {
  const last = observations.at(-1);
  if (!last) return { says: 'First I run the tests.', tool: 'runTests', input: {} };
  if (last.tool === 'runTests' && last.failed === 0) {
    return { says: 'The test passes now.', answer: '## Cart repaired\n\n`total` added price and quantity; it **multiplies** them now.\n\n- `cart.mjs`: one line changed\n- `node --test`: all tests pass\n' };
  }
  if (last.tool === 'runTests') return { says: 'A test fails, so I read the code behind it.', tool: 'readFile', input: { path: 'cart.mjs' } };
  if (last.tool === 'readFile' && last.content.includes('price + quantity')) {
    return { says: 'It adds where it should multiply.', tool: 'editFile', input: { path: 'cart.mjs', find: 'price + quantity', replace: 'price * quantity' } };
  }
  return { says: 'I run the tests again.', tool: 'runTests', input: {} };
}
