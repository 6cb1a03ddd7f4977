import { Markdown } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';

const meta = preview.meta({ title: 'Parts/Markdown', component: Markdown, parameters: { frame: { width: 576 } } });

const EVERYTHING = `# A title

A paragraph with **strong**, *emphasised*, ~~struck~~ and \`code\`, a [link](https://docs.example.org/auth), https://example.org and a note.[^1]

- one
  - inner
    1. deep
- two

- [x] a task that is done
- [ ] a task that is not

1. first
2. second

> A quote
>
> of two paragraphs

| Left | Middle | Right |
|---|:-:|--:|
| \`a\` | b | 1,204 |
| c | d | 18 |

\`\`\`ts
export const refresh = async (token: string): Promise<Tokens> => rotate(await verify(token));
\`\`\`

---

![A chart of the results](https://images.example/chart.png)

[^1]: What the note says.
`;

export const Everything = meta.story({ args: { text: EVERYTHING } });

export const Hostile = meta.story({ args: { text: '<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[a link](javascript:alert(1)) [https://bank.example](https://evil.example/) ![pixel](https://evil.example/p.png)\n\nsafe\u202etxt.exe\n\n<svg onload=alert(1)><math href="javascript:alert(1)">' } });

export const MadeToBeSlow = meta.story({ args: { text: `${'['.repeat(3000)}\n\n${'>'.repeat(500)} a` } });

export const Long = meta.story({ args: { text: 'A paragraph of a very long text.\n\n'.repeat(5000), limit: 4000 } });

export const Narrow = meta.story({ args: { text: EVERYTHING }, parameters: { frame: { width: 320 } } });

export const RightToLeft = meta.story({ args: { text: '# כותרת\n\nטקסט עם `code` ו[קישור](https://example.org).\n\n- אחד\n- שניים' }, globals: { direction: 'rtl' } });

Hostile.test('draws no script, image or foreign element', async ({ canvasElement }) => {
  await expect(canvasElement.querySelector('script, img, math, [onload], [onerror]')).toBeNull();
});
