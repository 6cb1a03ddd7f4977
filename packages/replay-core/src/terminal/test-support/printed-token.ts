import fc from 'fast-check';

const ESC = '\u001b';

/** Something that a program prints: texts, moves, looks, modes, and what inserts, deletes and erases. */
export const printedToken: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...'ab xか漢é', 'e\u0301', '\r', '\n', '\b', '\t', '\u000e', '\u000f', 'long text that wraps around'),
  fc.constantFrom('7', '8', 'D', 'M', 'E', 'H', '(0', '(B', ')0', '=', '>', 'n', 'o').map((sequence) => ESC + sequence),
  fc.tuple(fc.constantFrom(...'ABCDEFGJKLMPSTXZ@bdrmIg'), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 })).map(([final, numbers]) => `${ESC}[${numbers.join(';')}${final}`),
  fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 21 })).map(([row, column]) => `${ESC}[${String(row)};${String(column)}H`),
  fc.constantFrom('[31m', '[44m', '[0m', '[1;4m', '[38;2;9;8;7m', '[48;5;99m', '[4:3m', '[2;4r', '[r', '[4h', '[4l', '[?6h', '[?6l', '[?7l', '[?7h', '[?1049h', '[?1049l', '[?47h', '[?47l', '[!p', '[3g', ']8;;http://a\u001b\\', ']8;;\u001b\\').map((sequence) => ESC + sequence),
);
