import type { Terminal } from '@xterm/xterm';

const E = '\u001b';

/** Sequences that ask a terminal to answer. */
export const QUERIES: readonly string[] = [`${E}[c`, `${E}[>c`, `${E}[=c`, `${E}[5n`, `${E}[6n`, `${E}[?6n`, `${E}[?15n`, `${E}[18t`, `${E}[21t`, `${E}[>q`, `${E}[?2026$p`, `${E}[4$p`, `${E}P$qm${E}\\`, `${E}P+q544e${E}\\`, `${E}]4;1;?\u0007`, `${E}]10;?\u0007`, `${E}]11;?${E}\\`, `${E}]52;c;?\u0007`, `${E}Z`, '\u0005'];

/** Sequences that ask it to do what output must not do. */
export const HOSTILE: readonly string[] = [`${E}]0;owned\u0007`, `${E}]1;owned\u0007`, `${E}]2;owned${E}\\`, `${E}]52;c;b3duZWQ=\u0007`, `${E}]8;;https://evil.example/\u0007link${E}]8;;\u0007`, `${E}]8;;javascript:alert(1)\u0007link${E}]8;;\u0007`, `${E}]1337;File=inline=1:AAAA\u0007`, `${E}]9;note\u0007`, `${E}]777;notify;a;b\u0007`, `${E}[?1000h${E}[?1006h${E}[?1004h${E}[?2004h`, `${E}[8;999;999t`, '<img src=x onerror="document.title=1">'];

/** Teaches a terminal everything that hostile output could ask of one. @returns What it then did. */
export function taught(terminal: Terminal): string[] {
  const did: string[] = [];
  const note = (what: string) => (data: string): boolean => { did.push(`${what}: ${data}`); return true; };
  terminal.onData(note('answers'));
  terminal.onBinary(note('answers'));
  terminal.onTitleChange(note('takes the title'));
  terminal.onBell(() => void note('rings')(''));
  terminal.options.linkHandler = { activate: (_event, uri) => void note('follows')(uri), allowNonHttpProtocols: true };
  for (const code of [7, 9, 52, 99, 133, 633, 777, 1337]) terminal.parser.registerOscHandler(code, note(`obeys ${code}`));
  return did;
}

/** Ten thousand pieces of noise with all of the above in it; the same for the same seed. */
export function noise(seed: number): string {
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  const all = [...QUERIES, ...HOSTILE];
  return Array.from({ length: 10_000 }, () => (random(4) === 0 ? (all[random(all.length)] ?? '') : `${E}${'[]P_^X(c'[random(8)]}${Array.from({ length: random(6) }, () => '0123456789;?>!$mhlJKHABqtcn'[random(28)]).join('')}`)).join('');
}
