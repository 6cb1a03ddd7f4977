// A server that takes a payload and answers at once, with nothing: what a hook over HTTP costs whatever the server does. Prints its port.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, { 'content-length': 0 }).end());
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
