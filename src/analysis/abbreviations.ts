const abbreviations = new Set(
  'kab kec kel prov min max maks jln bpk sdr hub kep ket sal'.split(' '),
);

/** True for words that are written with a full stop which ends no sentence: "Kab. Serang". */
export const isAbbreviation = (word: string): boolean =>
  word.length <= 4 && abbreviations.has(word.toLowerCase());
