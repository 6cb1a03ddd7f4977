// Runs in a page: goes to a moment and waits until its number was painted.

/**
 * @param to - A place on the time strip from 0 to 1, or by how many seconds to go from where it stands.
 * @returns Milliseconds from the wish, at the beginning of a frame as what a user does, to the end of the frame that painted the number of the moment; -1 when none did.
 */
export async function paintedSeek({ player, to, by, length, interval, patience }) {
  const ours = player === 'playhead';
  const screen = document.querySelector(ours ? '.xterm-rows' : '.ap-term');
  const frame = () => new Promise((resolve) => { requestAnimationFrame(() => resolve()); });
  const { port1, port2 } = new MessageChannel();
  // A message that is sent in a frame comes when the frame was painted.
  const painted = () => new Promise((resolve) => {
    port1.onmessage = () => resolve();
    requestAnimationFrame(() => port2.postMessage(''));
  });
  const slider = document.querySelector('.ph-term__heat');
  const { left, width, bottom } = slider?.getBoundingClientRect() ?? { left: 0, width: 1, bottom: 0 };
  const x = ours ? Math.round(left + width * to) : to; // a pointer stands on whole pixels
  window.benchAt = by === undefined ? ((x - left) / width) * length : window.benchAt + by;
  const event = Math.floor(window.benchAt / interval);
  const labels = [-2, -1, 0, 1].map((beside) => `#${String(Math.max(0, event + beside)).padStart(7, '0')}`);
  await frame();
  const start = performance.now();
  if (!ours) await window.peer.seek(window.benchAt);
  else if (by !== undefined) slider.dispatchEvent(new KeyboardEvent('keydown', { key: by < 0 ? 'ArrowLeft' : 'ArrowRight', shiftKey: true, bubbles: true, cancelable: true }));
  else {
    slider.setPointerCapture = () => undefined; // no real pointer is down
    const point = { clientX: x, clientY: bottom - 5, buttons: 1, pointerId: 1, bubbles: true, cancelable: true };
    slider.dispatchEvent(new PointerEvent('pointerdown', point));
  }
  do {
    if (performance.now() - start > patience) return -1;
    await painted();
  } while (!labels.some((label) => screen.textContent.includes(label)));
  const took = performance.now() - start;
  port1.close();
  return took;
}
