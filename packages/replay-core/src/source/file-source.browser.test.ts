import { fileSourceCases } from '../test-support/file-source-cases.ts';

fileSourceCases();
