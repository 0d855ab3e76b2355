// How a row of the checklist looks and what it can do. Pure.

import type { ChecklistEntry, EntryState } from '../protocol';

export interface Icon {
  id: string;
  color: string;
}

export function icon(state: EntryState, silenced = false): Icon {
  if (silenced) return { id: 'circle-slash', color: 'disabledForeground' };
  switch (state) {
    case 'there':
      return { id: 'pass', color: 'testing.iconPassed' };
    case 'thin':
      return { id: 'warning', color: 'list.warningForeground' };
    case 'unwritten':
      return { id: 'edit', color: 'list.warningForeground' };
    case 'missing':
      return { id: 'circle-large-outline', color: 'list.errorForeground' };
  }
}

/** What a click does. */
export function action(entry: ChecklistEntry): 'open' | 'insert' | 'finding' | 'none' {
  if (entry.range !== undefined) return 'open';
  if (entry.state === 'missing' && entry.insert !== undefined) return 'insert';
  return entry.finding !== undefined ? 'finding' : 'none';
}

/** The value that `when` clauses of package.json match: `part missing insertable`, for instance. */
export function contextValue(entry: ChecklistEntry): string {
  const words: string[] = [entry.kind, entry.state];
  if (entry.range !== undefined) words.push('located');
  if (entry.finding !== undefined) words.push('found');
  if (entry.state !== 'there' && entry.insert !== undefined) words.push('insertable');
  return words.join(' ');
}

/** The entry with this id, children included. */
export function find(entries: readonly ChecklistEntry[], id: string): ChecklistEntry | undefined {
  for (const e of entries) {
    if (e.id === id) return e;
    const below = e.children && find(e.children, id);
    if (below) return below;
  }
  return undefined;
}
