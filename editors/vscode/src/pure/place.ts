// Small helpers of "New annual report…". Pure.

/** The year a report written on `today` is about: the one before. */
export function defaultReportYear(today: Date): number {
  return today.getFullYear() - 1;
}

export function parseYear(text: string): number | undefined {
  const half = text.trim().replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0));
  const m = /^(\d{4})年?$/.exec(half);
  if (!m) return undefined;
  const year = Number(m[1]);
  return year >= 2000 && year <= 2099 ? year : undefined;
}

/** The level that a place name speaks of by its last character, among those the schema has. */
export function guessLevel(place: string, levels: readonly { id: string; label: string }[]): string | undefined {
  const byEnd: [RegExp, RegExp][] = [
    [/(省|自治区)$/, /province|省/i],
    [/(州|盟|地区)$/, /city|市/i],
    [/(县|旗|区)$/, /county|县/i],
    [/(镇|乡|街道|苏木)$/, /township|town|乡/i],
    [/市$/, /city|市/i],
  ];
  for (const [end, level] of byEnd) {
    if (end.test(place.trim())) return levels.find((l) => level.test(l.id) || level.test(l.label))?.id;
  }
  return undefined;
}
