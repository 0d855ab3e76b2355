// Names of what is made of a Word file. Pure.

/** The copy that holds the findings as comments: beside the file, never the file itself. */
export function annotatedName(file: string, locale: string): string {
  return file.replace(/(\.docx)?$/i, locale.toLowerCase().startsWith('zh') ? '（审阅）.docx' : ' (reviewed).docx');
}

/** The draft that is imported from it. */
export function draftName(file: string): string {
  return file.replace(/(\.docx)?$/i, '.md');
}
