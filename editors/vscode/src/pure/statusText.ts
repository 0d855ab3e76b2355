// What the status item says. Pure: the translation is handed in.

import type { Counts, Status } from '../protocol';

export type Translate = (message: string, ...args: (string | number)[]) => string;

/** `starting` and `failed` speak of the server, a Status of the document. */
export type StatusInput = { server: 'starting' | 'failed' | 'stopped' } | { status: Status | undefined };

export interface StatusText {
  text: string;
  /** Lines of the tooltip, in plain text. */
  tooltip: string[];
  /** Commands that the tooltip offers at its end, each one click. */
  actions?: { command: string; label: string }[];
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
    lines.push(s.candidates ? t('Click to say which it is.') : t('Click to check it as an annual report.'));
    const actions = [{ command: 'nianbao.checkAsReport', label: t('Check as an annual report') }];
    return { text: `$(circle-slash) ${t('Not recognised as an annual report')}`, tooltip: lines, tone: 'muted', actions };
  }
  const tails = [
    s.missing > 0 ? t('{0} missing', s.missing) : undefined,
    s.unwritten > 0 ? t('{0} to be written', s.unwritten) : undefined,
  ];
  return {
    text: [`${icon(s)} ${name(s, t)}`, ...tails].filter((x) => x !== undefined).join(' · '),
    tooltip: recognisedTooltip(s, t),
    tone: 'normal',
    actions: s.certainty === 'likely' ? [{ command: 'nianbao.notAReport', label: t('Not an annual report') }] : undefined,
  };
}

function icon(s: Status): string {
  if (s.certainty === 'likely') return '$(question)';
  const praise = s.missing + s.unwritten + s.counts.error + s.counts.warning === 0;
  return praise ? '$(check)' : '$(checklist)';
}

function name(s: Status, t: Translate): string {
  if (s.certainty === 'likely') {
    return s.reportYear === undefined ? t('Likely a report') : t('Likely a report {0}', s.reportYear);
  }
  return s.reportYear === undefined ? t('Report') : t('Report {0}', s.reportYear);
}

/** Why a document is checked that is only likely a report; undefined for one that is certain. */
export function likelyText(s: Status, t: Translate): string | undefined {
  if (s.certainty !== 'likely') return undefined;
  return t('Checked as {0}, going by: {1}', s.schemaName ?? s.schema ?? '', (s.grounds ?? []).slice(0, MAX_GROUNDS).join(t('; ')));
}

/** So many grounds are named in a line. */
const MAX_GROUNDS = 3;

function recognisedTooltip(s: Status, t: Translate): string[] {
  const lines: string[] = [];
  const likely = likelyText(s, t);
  if (likely) lines.push(likely);
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
  if (s.inBaseline > 0) lines.push(t('{0} more stand in nianbao-baseline.json and are not shown.', s.inBaseline));
  if (s.missing > 0) lines.push(t('{0} expected parts are missing', s.missing));
  if (s.unwritten > 0) lines.push(t('{0} expected parts hold only prompts', s.unwritten));
  return lines;
}

/** The findings of a draft by severity. */
export function countsText(c: Counts, t: Translate): string {
  return c.error + c.warning + c.info + c.hint === 0
    ? t('No findings.')
    : t('{0} errors, {1} warnings, {2} infos, {3} hints', c.error, c.warning, c.info, c.hint);
}
