import { PlayheadError } from '@playhead/protocol';
import type { Emulator } from './types.ts';

/** How a cell looks that is not in its colours. */
export interface ExtendedLook {
  /** Style and colour of the underline, as it was set: what a link adds left out. */
  readonly _ext: number;
  /** The number of the link; 0 for none. */
  readonly urlId: number;
}

/** Colours and flags as numbers, as the emulator packs them. */
export interface Look {
  readonly fg: number;
  readonly bg: number;
  readonly extended: ExtendedLook;
}

/** A replaced set of characters. */
export type Charset = Readonly<Record<string, string>>;

/** A row of a buffer. */
export interface Line {
  readonly length: number;
  readonly isWrapped: boolean;
  getWidth(column: number): number;
  hasContent(column: number): number;
  getString(column: number): string;
  translateToString(trim: boolean): string;
  getFg(column: number): number;
  getBg(column: number): number;
  readonly _extendedAttrs: Readonly<Record<number, ExtendedLook | undefined>>;
}

/** One of the two buffers. */
export interface ScreenBuffer {
  readonly lines: { readonly length: number; get(index: number): Line | undefined };
  readonly x: number;
  readonly y: number;
  readonly ybase: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
  readonly savedX: number;
  readonly savedY: number;
  readonly savedCurAttrData: Look;
  readonly savedCharset: Charset | undefined;
}

/** What an emulator knows: what it does not tell is read where it keeps it, so its version is pinned and a test fails when something moves. */
export interface EmulatorState {
  readonly buffers: { readonly normal: ScreenBuffer; readonly alt: ScreenBuffer; readonly active: ScreenBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: Readonly<Record<'applicationCursorKeys' | 'applicationKeypad' | 'bracketedPasteMode' | 'origin' | 'reverseWraparound' | 'sendFocus' | 'synchronizedOutput' | 'wraparound', boolean>> & {
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly cursorBlink: boolean | undefined;
    };
  };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly _charsetService: { readonly charset: Charset | undefined; readonly glevel: number; readonly _charsets: readonly (Charset | undefined)[] };
  readonly _oscLinkService: { getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined };
  readonly optionsService: { readonly rawOptions: { readonly convertEol: boolean; readonly cursorBlink: boolean } };
  readonly _inputHandler: {
    readonly _curAttrData: Look;
    readonly _parser: { readonly currentState: number; readonly precedingJoinState: number };
    readonly _stringDecoder: { readonly _interim: number };
    readonly _utf8Decoder: { readonly interim: Uint8Array };
    eraseInDisplay(parameters: { readonly params: readonly number[] }, keepsProtected: boolean): unknown;
  };
  readonly _writeBuffer: { writeSync(data: string | Uint8Array): void };
}

/**
 * Looks into an emulator.
 *
 * @throws PlayheadError `usage` when it is none of 6.0.0.
 */
export function stateOf(terminal: Emulator): EmulatorState {
  const core = (terminal as { readonly _core?: Partial<EmulatorState> })._core; // not told by its types; looked at on the next line
  const known = core?.buffers && core.coreService && core.coreMouseService && core._charsetService?._charsets && core._oscLinkService && core.optionsService && core._inputHandler?._parser && core._inputHandler._curAttrData && core._writeBuffer;
  if (!known) throw new PlayheadError('usage', 'This is no emulator whose screen can be kept. Use @xterm/headless or @xterm/xterm 6.0.0.');
  return core as EmulatorState; // each part that is not a number or a flag was seen
}

/** Writes at once: to wait for each of many writes takes longer than the writes. */
export function writeNow({ _writeBuffer }: EmulatorState, data: string | Uint8Array): void {
  if (data.length > 0) _writeBuffer.writeSync(data);
}

/** Whether an emulator is between two sequences and two characters: only there its screen can be kept. */
export function isAtGround({ _inputHandler: { _parser, _stringDecoder, _utf8Decoder } }: EmulatorState): boolean {
  return _parser.currentState === 0 && !_stringDecoder._interim && !_utf8Decoder.interim[0];
}
