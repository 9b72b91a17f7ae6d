/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

const FALLBACK: Rgb = [37, 99, 235];

/** Reads `#rgb` or `#rrggbb`; anything else gives a calm blue. */
export function parseColor(text: string | undefined): Rgb {
  const hex = text?.trim().match(/^#?([0-9a-f]{3}|[0-9a-f]{6})$/i)?.[1];
  if (!hex) return FALLBACK;
  const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  const number = Number.parseInt(full, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

const css = (color: Rgb) => `rgb(${color.map(Math.round)})`;

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [r, g, b] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** What WCAG asks for text (AA). */
export const READABLE = 4.5;

/** The colour of text on this one: white if it can be read, else black, which then always can. */
export const textOn = (color: Rgb): Rgb => (contrast(WHITE, color) >= READABLE ? WHITE : BLACK);

export const mix = (a: Rgb, b: Rgb, share: number): Rgb =>
  a.map((part, i) => part + (b[i]! - part) * share) as unknown as Rgb;

/** The nearest shade of a colour that stands out from the surface by this ratio. */
export function shadeFor(color: Rgb, surface: Rgb, ratio = READABLE): Rgb {
  const towards = textOn(surface);
  for (let share = 0; share < 1; share += 0.05) {
    const shade = mix(color, towards, share);
    if (contrast(shade, surface) >= ratio) return shade;
  }
  return towards;
}

/** The bubbles of answers, on which links must be readable: the style sheet's `--raised`, by day and by night. */
const PAPER: Rgb = [242, 243, 245];
const NIGHT: Rgb = [41, 43, 48];

/** The brand's colours by name, for the style sheet: fills, the text on them, and the text and lines of that colour. */
export function palette(brand: string | undefined, dark: boolean): Record<string, string> {
  const color = parseColor(brand);
  const surface = dark ? NIGHT : PAPER;
  // A fill only has to be told from the surface; a brand as dark as the night is lightened until it is.
  const fill = shadeFor(color, surface, dark ? 2 : 1.3);
  return { "--fill": css(fill), "--on": css(textOn(fill)), "--accent": css(shadeFor(color, surface)) };
}
