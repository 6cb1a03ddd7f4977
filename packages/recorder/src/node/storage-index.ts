// A name added here is a promise.

export { loadDefaultStorage } from '../default-storage.node.ts';
