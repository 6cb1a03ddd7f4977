// A page of Chromium that nobody listens to: what Playwright asks of each page (its worlds, every script and message) takes 20 to 36 ms of an opening.

/** How often it is looked whether something is the case, in milliseconds, and how long at most. */
const [LOOK_EVERY_MS, LONGEST_MS] = [200, 1_200_000];

/**
 * Opens an empty page.
 *
 * @param browser - A browser that Playwright launched.
 * @returns `send` asks the page by the DevTools protocol, `evaluate` calls a function in it and waits for what it gives.
 */
export async function rawPage(browser, { width, height }) {
  const cdp = await browser.newBrowserCDPSession();
  const { browserContextId } = await cdp.send('Target.createBrowserContext');
  const { targetId } = await cdp.send('Target.createTarget', { url: 'about:blank', browserContextId, width, height });
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map();
  let last = 0;
  cdp.on('Target.receivedMessageFromTarget', (event) => {
    const { id, result, error } = JSON.parse(event.message);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  });
  const send = (method, params = {}) => new Promise((resolve, reject) => {
    const id = (last += 1);
    waiting.set(id, { resolve, reject });
    cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) }).catch(reject);
  });
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  const evaluate = async (call, argument) => {
    const expression = `(${call})(${JSON.stringify(argument) ?? ''})`;
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  return {
    send,
    evaluate,
    everyDocument: async (source) => {
      await send('Page.enable');
      await send('Page.addScriptToEvaluateOnNewDocument', { source });
    },
    async goto(url) {
      const { errorText } = await send('Page.navigate', { url });
      if (errorText) throw new Error(`${url} could not be opened: ${errorText}`);
    },
    /** Waits until a function gives something true; while a page goes elsewhere, nothing is there to be asked. */
    async until(call) {
      for (const began = performance.now(); !(await evaluate(call).catch(() => false));) {
        if (performance.now() - began > LONGEST_MS) throw new Error(`Not within ${LONGEST_MS / 60_000} minutes: ${call}`);
        await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
      }
    },
    close: async () => {
      await cdp.send('Target.disposeBrowserContext', { browserContextId });
      await cdp.detach();
    },
  };
}
