// When a draft's language is switched. Pure, so that every case can be tested.

export const REPORT_LANGUAGE = 'annual-report';

/** The languages whose documents are sent to the server. */
export const SERVED_LANGUAGES = [REPORT_LANGUAGE, 'plaintext', 'markdown'] as const;

export type Detect = 'auto' | 'ask' | 'off';

/** What is remembered of a file: the user's answer, or that he set its language himself. */
export type Remembered = 'declined' | 'chosen' | undefined;

export interface SwitchQuestion {
  detect: Detect;
  languageId: string;
  recognised: boolean;
  badEncoding: boolean;
  remembered: Remembered;
  /** The language comes from the user's `files.associations`. */
  associated: boolean;
}

/**
 * Whether to switch a document to `annual-report`, ask first, or leave it.
 *
 * Plain text is switched silently under `auto`, since nothing is lost. Markdown is
 * always asked about: its preview and its own symbols depend on the language.
 */
export function decideSwitch(q: SwitchQuestion): 'switch' | 'ask' | 'leave' {
  if (q.detect === 'off' || !q.recognised || q.badEncoding) return 'leave';
  if (q.remembered !== undefined || q.associated) return 'leave';
  switch (q.languageId) {
    case 'plaintext':
      return q.detect === 'auto' ? 'switch' : 'ask';
    case 'markdown':
      return 'ask';
    default:
      return 'leave';
  }
}

/**
 * Whether a close and open of one document was the user choosing a language.
 * `expected` is the language this extension asked for, if it did.
 */
export function isUserChoice(before: string, after: string, expected: string | undefined): boolean {
  return before !== after && after !== expected;
}

/**
 * The language that the server is told. To it `annual-report` means that the user says so:
 * true of `.nianbao` and of a language that he picked, but not of a `.txt` that got it by its
 * name or by recognition. A notice about reports has such a name too.
 */
export function wireLanguage(languageId: string, path: string, picked: boolean): string {
  if (languageId !== REPORT_LANGUAGE || picked || path.toLowerCase().endsWith('.nianbao')) return languageId;
  return 'plaintext';
}
