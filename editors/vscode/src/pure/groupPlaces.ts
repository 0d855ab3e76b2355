// The places of a finding besides its first, as the server sends them with a diagnostic. Pure.

import type { Range } from 'vscode-languageserver-protocol';

/** The ranges in `data.places` of a diagnostic, which its client keeps as it came; none for a finding at one place. */
export function places(diagnostic: object): readonly Range[] {
  const data: unknown = 'data' in diagnostic ? diagnostic.data : undefined;
  if (typeof data !== 'object' || data === null || !('places' in data)) return [];
  return Array.isArray(data.places) ? (data.places as Range[]) : [];
}
