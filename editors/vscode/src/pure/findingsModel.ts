// The findings of a draft as a list: by severity, each with its place. Pure.

/** As VS Code numbers severities: 0 error, 1 warning, 2 info, 3 hint. */
export type Severity = 0 | 1 | 2 | 3;

export interface Finding {
  severity: Severity;
  message: string;
  /** The rule's code. */
  code: string;
  /** 0-based line and UTF-16 column. */
  line: number;
  character: number;
}

/** The findings of one severity, in the order of the text. */
export interface Section {
  severity: Severity;
  findings: Finding[];
}

/** The severities that have findings, the gravest first. */
export function sections(findings: readonly Finding[]): Section[] {
  const all = ([0, 1, 2, 3] as const).map((severity) => ({
    severity,
    findings: findings
      .filter((f) => f.severity === severity)
      .sort((a, b) => a.line - b.line || a.character - b.character),
  }));
  return all.filter((section) => section.findings.length > 0);
}
