const STROKED: Record<string, string> = { "\u0111": "d", "\u0110": "D" };

/** Search words as the server folds them: without diacritics, small. */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u0110\u0111]/g, (letter) => STROKED[letter] ?? letter) // which no mark makes of a d
    .toLowerCase();
