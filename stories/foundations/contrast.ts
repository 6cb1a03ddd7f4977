/** A colour, each channel from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Reads a computed colour such as `rgb(52, 80, 207)`. */
export function readRgb(color: string): Rgb | undefined {
  const [red, green, blue] = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}

/** Writes a colour for an `<input type="color">`. */
export function toHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** The contrast ratio of two colours by WCAG 2.2: 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((first, second) => second - first) as [number, number]; // two numbers in, two out
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number]; // three numbers in, three out
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
