import { diffText, type TextPiece } from '#shared/graph/text-diff.ts';
import type { FieldChange, FlowDiff } from '#shared/graph/diff.ts';
import type { JsonValue } from '#shared/json.ts';
import type { FieldDefinition, NodeDefinition } from '../../node-kit/types.ts';
import { plural } from '../run/format.ts';

/** Names of what every node and every flow has. */
const MEMBERS: { readonly [key: string]: string } = {
  label: 'Name',
  type: 'Kind',
  parent: 'Group',
  disabled: 'Switched off',
  demo: 'On the built-in demo',
  asks: 'Asks a person',
  override: 'Output put in by hand',
  defaultProvider: 'Provider when a node names none',
  defaultModel: 'Model when a node names none',
  concurrency: 'Nodes at work at once',
  approvals: 'Ask a person',
  'model provider': 'Provider',
  'model model': 'Model',
  'model temperature': 'Temperature',
  'model maxOutputTokens': 'Longest output',
};

/** What stands in a config beside the fields of its form. */
const CONFIG: { readonly [key: string]: string } = { model: 'Model', guidance: 'Guidance' };

/** What a field is called on its form. */
export function fieldLabel(path: readonly string[], definition: NodeDefinition | null): string {
  const [first = '', ...rest] = path;
  if (first !== 'config') return MEMBERS[first] ?? first;
  const [key = '', ...more] = rest;
  const known = MEMBERS[rest.join(' ')];
  if (key === 'model' && known !== undefined) return known;
  const label = fieldOf(key, definition)?.label ?? CONFIG[key] ?? key;
  return [label, ...more].join(', ');
}

/** How a field changed, in pieces of text; words one by one where there are sentences. */
export function fieldPieces(change: FieldChange, definition: NodeDefinition | null): readonly TextPiece[] {
  const field = change.path[0] === 'config' ? fieldOf(change.path[1] ?? '', definition) : undefined;
  const [before, after] = [valueText(change.before, field), valueText(change.after, field)];
  if (/\s/.test(before) && /\s/.test(after)) return diffText(before, after);
  return [
    ...(before === '' ? [] : [{ kind: 'removed', text: before } as const]),
    ...(after === '' ? [] : [{ kind: 'added', text: after } as const]),
  ];
}

function fieldOf(key: string, definition: NodeDefinition | null): FieldDefinition | undefined {
  return definition?.fields.find((field) => field.key === key);
}

/** A value as its form shows it; '' = nothing. */
function valueText(value: JsonValue | undefined, field: FieldDefinition | undefined): string {
  if (value === undefined || value === null) return '';
  if (field?.type === 'select')
    return field.options.find((option) => option.value === value)?.label ?? String(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/** Long stretches that stayed the same are cut to their ends, so that what changed can be found. */
export function shortened(pieces: readonly TextPiece[]): readonly TextPiece[] {
  return pieces.map((piece, index) => {
    if (piece.kind !== 'same' || piece.text.length <= 2 * KEPT_CHARS + 20) return piece;
    const start = index === 0 ? '' : piece.text.slice(0, KEPT_CHARS);
    const end = index === pieces.length - 1 ? '' : piece.text.slice(-KEPT_CHARS);
    return { kind: 'same', text: `${start} … ${end}` };
  });
}
const KEPT_CHARS = 80;

/** `2 steps added, 1 removed, 3 changed, 4 threads`; '' when nothing changed. */
export function diffSummary(diff: FlowDiff): string {
  const steps = (count: number, what: string, first: boolean) =>
    count === 0 ? [] : [first ? `${plural(count, 'step')} ${what}` : `${count} ${what}`];
  const changed = diff.changed.filter(({ fields }) => fields.length > 0).length;
  const moved = diff.changed.length - changed;
  const added = steps(diff.added.length, 'added', true);
  const removed = steps(diff.removed.length, 'removed', added.length === 0);
  const rest = steps(changed, 'changed', added.length + removed.length === 0);
  const threads = diff.threadsAdded.length + diff.threadsRemoved.length + diff.reordered.length;
  const parts = [
    ...added,
    ...removed,
    ...rest,
    ...(threads === 0 ? [] : [plural(threads, 'thread')]),
    ...(moved === 0 ? [] : [`${moved} moved`]),
    ...(diff.settings.length === 0 ? [] : ['settings']),
    ...(diff.name === null ? [] : ['the name']),
  ];
  return parts.join(', ');
}
