// The server of answers.mjs over standard input and output.
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { answer } from './answers.mjs';

const transport = new StdioServerTransport();
answer(transport);
await transport.start();
