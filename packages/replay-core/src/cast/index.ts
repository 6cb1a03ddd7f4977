// A name added here is a promise.

// What other programs recorded of a terminal
export { readCast } from './read-cast.ts';
export { readTtyrec } from './read-ttyrec.ts';
export { readTypescript } from './read-typescript.ts';
export type { TypescriptFiles } from './read-typescript.ts';
export { readCastSession } from './cast-session.ts';
export type { CastSession, CastSessionOptions, CastStep } from './cast-session.ts';
export type { CastEvent, CastFormat, CastHeader, CastItem, CastRecord } from './types.ts';

// A session for other programs
export { writeCast } from './write-cast.ts';
export type { WriteCastOptions } from './write-cast.ts';
export { writeTypescript } from './write-typescript.ts';
export type { TypescriptPiece } from './write-typescript.ts';
export { withTexts } from './cast-source.ts';
export type { CastSource } from './cast-source.ts';
