// In the server's process: says where it is, and what it holds whenever it is asked.
export function answerLooks(url) {
  process.on('message', ({ collect }) => {
    if (collect) globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const watches = process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap' || name === 'FSEvent').length;
    process.send({ rss, heapUsed, external, cpuUs: user + system, watches });
  });
  process.send({ url });
}
