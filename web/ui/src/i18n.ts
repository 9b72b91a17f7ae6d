/** A text with its forms for numbers; which of them a language needs is told by `Intl.PluralRules`. */
export type Plural = {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
};
export type Text = string | Plural;
export type Catalogue = Readonly<Record<string, Text>>;

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<T extends Text> = T extends string
  ? Names<T>
  : T extends { readonly other: infer Other extends string }
    ? Names<Other> | "n"
    : never;
type Arguments<T extends Text> = [Values<T>] extends [never] ? [] : [Record<Values<T>, string | number>];

/** The same keys in another language: a plain text stays plain, a plural stays a plural. */
export type Translation<C extends Catalogue> = {
  readonly [K in keyof C]: C[K] extends string ? string : Plural;
};

/** Says a text of the catalogue; keys and the names in `{…}` are checked by the compiler. */
export type Translate<C extends Catalogue> = <K extends keyof C & string>(
  key: K,
  ...values: Arguments<C[K]>
) => string;

const rules = new Map<string, Intl.PluralRules>();

/** Returns the form of `text` that goes with `n` in `locale`; a form that is missing gives way to `other`. */
export function plural(locale: string, n: number, text: Plural): string {
  let rule = rules.get(locale);
  if (!rule) {
    rule = new Intl.PluralRules(locale);
    rules.set(locale, rule);
  }
  const form = rule.select(n);
  return (form === "zero" || form === "two" ? undefined : text[form]) ?? text.other;
}

function fill(text: string, values: Record<string, string | number>, figures: Intl.NumberFormat): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? figures.format(value) : value;
  });
}

/** Makes the function that speaks one language from its texts. */
export function translator<C extends Catalogue>(locale: string, texts: Translation<C>): Translate<C> {
  const figures = new Intl.NumberFormat(locale);
  return (key, ...rest) => {
    const text: Text = texts[key];
    const values: Record<string, string | number> = rest[0] ?? {};
    return fill(typeof text === "string" ? text : plural(locale, Number(values.n), text), values, figures);
  };
}
