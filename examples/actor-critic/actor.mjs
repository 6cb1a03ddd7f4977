// The actor: a process of its own that edits a file and prints what it did. It plays a script in the place of an agent, so that the example needs no key.
import { writeFileSync } from 'node:fs';

const [script, round] = process.argv.slice(2);

const SUM = 'export function total(price, quantity) {\n  return price + quantity;\n}\n';
const PRODUCT = 'export function total(price, quantity) {\n  return price * quantity;\n}\n';
const GUARDED = 'export function total(price, quantity) {\n  if (quantity < 0) throw new RangeError(\'quantity must not be negative\');\n  return price * quantity;\n}\n';

/** What the actor does in each round; the last one goes on for ever. */
const SCRIPTS = {
  success: [write(PRODUCT, 'The total multiplies now.'), write(GUARDED, 'A negative quantity is refused now.')],
  failed: [crash],
  interrupted: [write(PRODUCT, 'The total multiplies now.'), think],
  max_iterations_reached: [write(SUM, 'I added the numbers.'), write(`// tried again\n${SUM}`, 'I added them more carefully.')],
};

const steps = SCRIPTS[script];
await steps[Math.min(Number(round), steps.length) - 1]();

function write(content, says) {
  return () => {
    writeFileSync('cart.mjs', content);
    console.log(says);
    console.error('warning: no type checker was found');
  };
}

function crash() {
  console.error('fatal: the model could not be reached');
  process.exitCode = 7;
}

/** Waits to be interrupted. */
function think() {
  console.log('Thinking about negative quantities …');
  return new Promise(() => setInterval(() => {}, 60_000));
}
