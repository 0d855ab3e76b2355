// What the status item says. Pure: the translation is handed in.

import type { Counts, Status } from '../protocol';

export type Translate = (message: string, ...args: (string | number)[]) => string;

/** `starting` and `failed` speak of the server, a Status of the document. */
export type StatusInput = { server: 'starting' | 'failed' | 'stopped' } | { status: Status | undefined };

export interface StatusText {
  text: string;
  /** Lines of the tooltip, in plain text. */
  tooltip: string[];
  tone: 'normal' | 'warning' | 'error' | 'muted';
}

export function statusText(input: StatusInput, t: Translate): StatusText {
  if ('server' in input) {
    if (input.server === 'starting') {
      return { text: `$(sync~spin) ${t('Nianbao')}`, tooltip: [t('The language server is starting.')], tone: 'muted' };
    }
    return {
      text: `$(error) ${t('Nianbao')}`,
      tooltip: [t('The language server is not running. Click for the log or a restart.')],
      tone: 'error',
    };
  }
  const s = input.status;
  if (s === undefined) {
    return { text: `$(sync~spin) ${t('Nianbao')}`, tooltip: [t('The document is being read.')], tone: 'muted' };
  }
  if (s.badEncoding) {
    return {
      text: `$(warning) ${t('Wrong encoding')}`,
      tooltip: [t('The text holds characters that could not be decoded, so it is not checked.'), t('Click to open it again.')],
      tone: 'warning',
    };
  }
  if (!s.recognised) {
    const lines = [s.reason ?? t('No schema claims this document, so nothing in it is checked.')];
    lines.push(t('Click to check it as an annual report.'));
    return { text: `$(circle-slash) ${t('Not recognised as an annual report')}`, tooltip: lines, tone: 'muted' };
  }
  const year = s.reportYear === undefined ? t('Report') : t('Report {0}', s.reportYear);
  const tail = s.missing > 0 ? t('{0} missing', s.missing) : undefined;
  const icon = s.missing > 0 || s.counts.error + s.counts.warning > 0 ? '$(checklist)' : '$(check)';
  return {
    text: [`${icon} ${year}`, tail].filter((x) => x !== undefined).join(' · '),
    tooltip: recognisedTooltip(s, t),
    tone: 'normal',
  };
}

function recognisedTooltip(s: Status, t: Translate): string[] {
  const lines: string[] = [];
  if (s.title) lines.push(s.title);
  if (s.schemaName ?? s.schema) {
    const name = s.schemaName ?? s.schema ?? '';
    lines.push(s.profile ? t('Schema: {0}, profile {1}', name, s.profile) : t('Schema: {0}', name));
  }
  if (s.issuer) lines.push(t('Issuer: {0}', s.issuer));
  if (s.reportYear !== undefined) {
    lines.push(
      s.planYear !== undefined
        ? t('Report on {0}, plans for {1}', s.reportYear, s.planYear)
        : t('Report on {0}', s.reportYear),
    );
  }
  if (s.forced) lines.push(t('Checked as a report because you said so.'));
  if (s.note) lines.push(s.note);
  lines.push(countsText(s.counts, t));
  if (s.missing > 0) lines.push(t('{0} expected parts are missing', s.missing));
  return lines;
}

/** The findings of a draft by severity. */
export function countsText(c: Counts, t: Translate): string {
  return c.error + c.warning + c.info + c.hint === 0
    ? t('No findings.')
    : t('{0} errors, {1} warnings, {2} infos, {3} hints', c.error, c.warning, c.info, c.hint);
}
