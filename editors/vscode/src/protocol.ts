// What travels between this extension and `nianbao server`, beside plain LSP.
// The server's own copy of these shapes stands in src/server/.

import type { Range } from 'vscode-languageserver-protocol';

/** Everything the server is told at the start; it pulls later changes as configuration. */
export interface InitializationOptions {
  /** False in a folder the user has not trusted: the server then ignores schemas that the folder brings. */
  trusted: boolean;
  /** Language of messages: a tag such as `zh-cn` or `en`. */
  locale: string;
  client: 'vscode';
  /** The command the server may offer for text that was opened in the wrong encoding. */
  encodingCommand: string;
  /** Where the pages of the rules are, with `{rule}` in it. */
  rulePages: string;
  /** The command that a lens runs to show places beside a position: `[uri, position, ranges]`. */
  placesCommand: string;
  /** Diagnostics of findings at several places bring these along, for the editor to mark. */
  groupPlaces: boolean;
  /** The command that an action on a title runs to start next year's report: `[uri]`. */
  nextYearCommand: string;
  /** The whole `nianbao` section. */
  settings: unknown;
}

export interface DocumentParams {
  textDocument: { uri: string };
}

export interface Counts {
  error: number;
  warning: number;
  info: number;
  hint: number;
}

/** `nianbao/status`, as a notification after an open and on every change, and as a request. Texts are in the user's language. */
export interface Status {
  uri: string;
  version: number;
  /** Whether a schema claims the document, or the user pinned it. */
  recognised: boolean;
  /** Why it is no report; only when it is not recognised. */
  reason?: string;
  schema?: string;
  schemaName?: string;
  profile?: string;
  note?: string;
  title?: string;
  reportYear?: number;
  planYear?: number;
  issuer?: string;
  /** The text holds U+FFFD: it was opened in the wrong encoding. */
  badEncoding: boolean;
  /** The user, or the project, said what it is: a report, or none. */
  forced: boolean;
  /** How sure it is that it is a report; only when it is recognised. */
  certainty?: 'likely' | 'certain' | 'chosen';
  /** What speaks for it, the weightiest first. */
  grounds?: string[];
  /** Between which kinds of report it is a tie. */
  candidates?: { id: string; name: string }[];
  counts: Counts;
  /** Expected parts, contents and themes that are not there: findings and rows of the checklist. */
  missing: number;
  /** Expected parts and contents that only a prompt stands for. */
  unwritten: number;
  /** Findings that a baseline holds back. */
  inBaseline: number;
}

export type EntryKind = 'part' | 'theme' | 'content';
export type EntryState = 'there' | 'thin' | 'unwritten' | 'missing';

/** One row of `nianbao/checklist`. */
export interface ChecklistEntry {
  id: string;
  kind: EntryKind;
  label: string;
  state: EntryState;
  detail?: string;
  /** The clause that asks for it. */
  basis?: string;
  /** Where it is, in the positions of LSP. */
  range?: Range;
  /** Where the finding stands that tells that it is missing. */
  finding?: Range;
  /** It is missing, and the user does not want to be told. */
  silenced?: boolean;
  /** Present when the server can insert it from its template. */
  insert?: { title: string };
  children?: ChecklistEntry[];
}

export interface Checklist {
  uri: string;
  version: number;
  entries: ChecklistEntry[];
}

export interface Schema {
  id: string;
  name: string;
  levels: { id: string; label: string }[];
  bodies?: { id: string; label: string }[];
}

export interface SkeletonParams {
  schema: string;
  place: string;
  level?: string;
  year: number;
}

export interface Skeleton {
  text: string;
  fileName: string;
}

/** `nianbao/nextYear`: the skeleton of next year's report, and where it belongs. */
export interface NextYear extends Skeleton {
  /** The file beside this one with the year rolled; missing for a document without a folder. */
  uri?: string | null;
}

export interface SurveyParams {
  folder: string;
  /** Marks what the page itself brings; letters and digits. */
  nonce: string;
}

export interface SurveyPage {
  html: string;
}

export interface ClaimParams extends DocumentParams {
  /** `default` lets the server choose, `none` is no report, null takes the claim back. */
  schema: string | null;
}

export interface ClaimAnswer {
  /** Whether REMEMBER_COMMAND can write it down for the project. */
  rememberable: boolean;
}

export interface RulePage {
  rule: string;
  code: string;
  /** Markdown, in the language of messages. */
  text: string;
}

export const method = {
  status: 'nianbao/status',
  checklist: 'nianbao/checklist',
  schemas: 'nianbao/schemas',
  skeleton: 'nianbao/skeleton',
  nextYear: 'nianbao/nextYear',
  claim: 'nianbao/claim',
  explain: 'nianbao/explain',
  survey: 'nianbao/survey',
} as const;

/** Run with `workspace/executeCommand`, arguments `[uri, entryId]`; answers with the Range of the inserted text. */
export const INSERT_COMMAND = 'nianbao.server.insert';

/** Checks a document now, arguments `[uri]`; what `nianbao.run` = `manual` leaves to the user. */
export const CHECK_COMMAND = 'nianbao.server.check';

/** Writes into `nianbao.toml` what a document is, arguments `[uri, schema]` (`none` for no report); answers with the file's path. */
export const REMEMBER_COMMAND = 'nianbao.server.rememberKind';

/** The schema that stands for no report. */
export const NO_REPORT = 'none';
