// How long it takes in our viewer from a key to the row it leads to: to the end, to the first error and to what was searched for.

/** Each jump is made so often; the middle one counts. */
const ROUNDS = 5;

/**
 * @param wanted - A text that stands near the end of the session.
 * @returns Milliseconds from the key to the frame after the row stood in view.
 */
export async function jumps(page, wanted) {
  const press = (key, where) => page.evaluate(pressAndWait, { key, where });
  const feed = '[data-part="events"] [role="feed"]';
  const times = { end: [], error: [], hit: [] };
  await page.evaluate((where) => document.querySelector(where).focus(), feed);
  for (let round = 0; round < ROUNDS; round += 1) {
    await press('Home', feed);
    times.end.push(await press('End', feed));
    await press('Home', feed);
    times.error.push(await press('n', feed));
  }
  await page.evaluate(searchFor, wanted);
  await page.until(() => document.querySelector('[data-part="search"] button:not([disabled])') !== null);
  for (let round = 0; round < ROUNDS; round += 1) {
    await press('Home', feed);
    times.hit.push(await press('Enter', '[data-ph-search]'));
  }
  const middle = (list) => Math.round(list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
  return { jumpMs: { end: middle(times.end), error: middle(times.error), hit: middle(times.hit) } };
}

/** In the page: writes into the search field, as somebody does who types. */
function searchFor(wanted) {
  const field = document.querySelector('[data-ph-search]');
  field.focus();
  document.execCommand('insertText', false, wanted);
}

/** In the page: presses a key, and waits until another row is the current one and stands in view. */
async function pressAndWait({ key, where }) {
  const current = () => document.querySelector('[data-part="events"] [aria-current]');
  const before = current()?.dataset.event;
  const target = document.querySelector(where);
  target.focus({ preventScroll: true });
  const start = performance.now();
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  const inView = (row) => {
    const [inner, outer] = [row.getBoundingClientRect(), document.querySelector('[data-part="events"]').getBoundingClientRect()];
    return inner.bottom > outer.top && inner.top < outer.bottom;
  };
  for (;;) {
    await frame();
    const row = current();
    const there = row !== null && inView(row) && (row.dataset.event !== before || (key === 'Home' && performance.now() - start > 1000));
    if (there) return performance.now() - start;
    if (performance.now() - start > 60_000) throw new Error(`${key} led nowhere within a minute.`);
  }
}
