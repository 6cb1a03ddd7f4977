/** Where everything hostile points: reserved names, so that a leak is seen and reaches nobody. */
export const HOST = 'evil.playhead.invalid';
export const PROBE = '/hostile-probe';

const CALL = 'window.__hostile(1)';
const ESC = '\u001b';
const ST = `${ESC}\\`;
const BEL = '\u0007';

const markup = `<script>${CALL}</script><ScRiPt src="https://${HOST}/a.js"></sCrIpT><img src=x onerror="${CALL}"><img src="https://${HOST}/p.png" srcset="${PROBE}/s.png 2x">
<svg onload="${CALL}"><script>${CALL}</script><foreignObject><iframe srcdoc="<script>parent.__hostile(1)</script>"></iframe></foreignObject><use href="https://${HOST}/u.svg#x"/><animate attributeName="href" values="javascript:${CALL}"/></svg>
<math><mtext></form><form><mglyph><style></math><img src onerror="${CALL}"></style><mi xlink:href="javascript:${CALL}">x</mi></math>
<iframe src="javascript:parent.__hostile(1)"></iframe><object data="data:text/html,<script>parent.__hostile(1)</script>"></object><embed src="https://${HOST}/e"><base href="https://${HOST}/"><meta http-equiv="refresh" content="0;url=https://${HOST}/">
<link rel="stylesheet" href="https://${HOST}/s.css"><style>@import "https://${HOST}/i.css"; * { background: url(https://${HOST}/b.png) }</style><form action="https://${HOST}/"><button autofocus onfocus="${CALL}">x</button></form>
<details open ontoggle="${CALL}"><video src="https://${HOST}/v" onerror="${CALL}"><audio src="${PROBE}/a"><body onload="${CALL}"><template><script>${CALL}</script></template></textarea></title></noscript>--><!--\u0000<a href="jav&#x09;ascript:${CALL}">x</a>`;

const markdown = `[a](javascript:${CALL}) [b](<javascript:${CALL}>) [c](JaVaScRiPt:${CALL}) [d](data:text/html;base64,PHNjcmlwdD4=) [e](vbscript:msgbox) [f]( javascript:${CALL}) [g](jav\tascript:${CALL}) [h](&#106;avascript:${CALL})
![i](https://${HOST}/i.png) ![j](javascript:${CALL} "t") ![k](data:image/svg+xml,<svg onload=${CALL}>) [![l](https://${HOST}/l.png)](https://${HOST}/l) ![m][ref] [n][ref] [o][ref2]
<javascript:${CALL}> <https://${HOST}/auto> www.${HOST}/www https://${HOST}/bare mailto:a@${HOST} a@${HOST} //${HOST}/x [p](//${HOST}/p) [q](/hostile-probe/q) [r](blob:https://${HOST}/1) [s](file:///etc/passwd) [t](https://user:pw@${HOST}/t) [https://example.org](https://${HOST}/u)

[ref]: javascript:${CALL} "x"
[ref2]: https://${HOST}/ref "<img src=x onerror=${CALL}>"
[^1]: <img src=x onerror=${CALL}>

# <img src=x onerror=${CALL}> [^1]
| a | <script>${CALL}</script> |
|---|:-:|
| [x](javascript:${CALL}) | ![y](https://${HOST}/y.png) |

- [ ] <input onfocus=${CALL} autofocus>
1. <svg/onload=${CALL}>

\`\`\`html onload=${CALL} "><script>${CALL}</script>
<script>${CALL}</script>
\`\`\`
<div onclick="${CALL}">

**html** <b onmouseover="${CALL}">block</b>

</div>
<!-- ${'> '.repeat(20)}x ${'['.repeat(30)}${'*_'.repeat(30)}`;

const styles = `;background:url(https://${HOST}/css.png);x:expression(${CALL})} @import url(https://${HOST}/c.css); [data-ph]{background:url("https://${HOST}/d.png")} </style><style>*{background:url(${PROBE}/e)}</style> "; --ph-accent: url(https://${HOST}/t)`;

const bidi = '\u202Egnp.exe\u202C \u2066\u2067\u2069 \u200Fx\u200E \u061C zero\u200Bwidth\u200C\u200D\u2060\uFEFF soft\u00AD tag\u{E0041}\u{E007F} line\u2028para\u2029 nul\u0000 bell\u0007 back\b\b\b del\u007F c1\u0085\u009B31m \uFFF9a\uFFFAb\uFFFB';
const surrogates = '\uD800 \uDC00 \uDBFF\uDBFF a\uD83D b\uDE00 \uFFFE\uFFFF';
const names = '__proto__ constructor prototype hasOwnProperty toString valueOf then $$typeof Symbol(react.element)';

/** What hostile output asks of a terminal, one thing each. */
export const SEQUENCES: readonly string[] = [
  `${ESC}]8;;javascript:${CALL}${ST}click${ESC}]8;;${ST}`, `${ESC}]8;;https://${HOST}/osc8${BEL}click${ESC}]8;;${BEL}`, `${ESC}]8;;file:///etc/passwd${ST}x${ESC}]8;;${ST}`,
  `${ESC}]52;c;aG9zdGlsZQ==${BEL}`, `${ESC}]52;p;aG9zdGlsZQ==${ST}`, `${ESC}]52;c;?${BEL}`, `${ESC}]0;hostile title${BEL}`, `${ESC}]1;hostile${BEL}`, `${ESC}]2;hostile title${ST}`, `${ESC}[21t${ESC}[22;0t${ESC}[23;0t`,
  `${ESC}]l;hostile${ST}`, `${ESC}k;hostile title${ST}`, `${ESC}]4;1;?${BEL}`, `${ESC}]10;?${BEL}${ESC}]11;?${BEL}`, `${ESC}]9;hostile${BEL}${ESC}]777;notify;hostile;x${BEL}${ESC}]99;;hostile${ST}`, `${ESC}]1337;File=inline=1;name=eA==:aG9zdGlsZQ==${BEL}`,
  `${ESC}]50;https://${HOST}/font${BEL}`, `${ESC}]7;file://${HOST}/${BEL}`, `${ESC}P+q544e${ST}`, `${ESC}P$qm${ST}`, `${ESC}Pq#0;2;0;0;0#0~~${ST}`, `${ESC}_Gf=100,t=f;L2V0Yy9wYXNzd2Q=${ST}`, `${ESC}^hostile${ST}`, `${ESC}Xhostile${ST}`,
  `${ESC}[c${ESC}[>c${ESC}[=c${ESC}[5n${ESC}[6n${ESC}[?6n${ESC}[x${ESC}[?1$p${ESC}[18t${ESC}[14t${ESC}[>q`, `${ESC}[5i${ESC}[4i${ESC}[?5i`, `${ESC}[?1049h${ESC}[2J${ESC}[3J${ESC}c${ESC}#8`, `${ESC}[?1000h${ESC}[?1003h${ESC}[?2004h${ESC}[?1h${ESC}[?9001h`,
  `${ESC}[8;1;1t${ESC}[8;9999;9999t${ESC}[3;0;0t${ESC}[9;1t${ESC}[2t`, `${ESC}[9999999999;9999999999H${ESC}[99999999A${ESC}[99999999b${ESC}[99999999@${ESC}[99999999L`, `${ESC}[${'1;'.repeat(500)}m`, `${ESC}]8;;${'x'.repeat(1000)}`, `${ESC}P${'y'.repeat(1000)}`,
];
const sequences = SEQUENCES.join(' ');

/** A random sequence machine: the same seed gives the same sequences. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Escape sequences of every kind, broken ones among them. */
export function escapeSequences(count: number, seed: number): string {
  const next = random(seed);
  const opens = [`${ESC}[`, `${ESC}]`, `${ESC}P`, `${ESC}_`, `${ESC}^`, `${ESC}X`, ESC, `${ESC}(`, '\u009b', '\u009d', '\u0090', `${ESC}[?`, `${ESC}[>`, `${ESC}]8;;`, `${ESC}]52;c;`, `${ESC}]0;`];
  const ends = ['m', 'H', 'J', 'K', 'h', 'l', 't', 'n', 'c', 'q', BEL, ST, '\u009c', '', ESC, 'b', 'r'];
  const inner = ';0123456789:?!"$\' <>=hostile'.split('');
  const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)] as Item; // the index is below the length
  return Array.from({ length: count }, () => `${pick(opens)}${Array.from({ length: next(8) }, () => pick(inner)).join('')}${pick(ends)}`).join('x');
}

/** Texts as attackers write them: all of one kind stand in one text. */
export const TEXTS: Readonly<Record<string, string>> = {
  'markup and scripts': markup,
  markdown,
  'styles, names and directions': `${styles}\n${bidi}\n${surrogates}\n${names}`,
  'terminal sequences': sequences,
  'a very long line': `${'A'.repeat(20_000)}<img src=x onerror=${CALL}>${'\u202E'.repeat(200)}`,
  'escape sequences at random': escapeSequences(200, 7),
};

/** Addresses, each of which stands alone in a field: what matters is how it begins. */
export const ADDRESSES: readonly string[] = [
  `javascript:${CALL}`, ` \u0001JaVa\tScRiPt:${CALL}//https://x`, `javascript://${HOST}/%0a${CALL}`, 'vbscript:msgbox(1)', `data:text/html,<script>parent.__hostile(1)</script>`, `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${CALL}"/>`,
  `//${HOST}/scheme-relative`, `https://${HOST}/absolute.png`, `${PROBE}/relative.js`, `blob:https://${HOST}/1`, 'file:///etc/passwd', `https://user:pw@${HOST}/"onmouseover="${CALL}`,
];
