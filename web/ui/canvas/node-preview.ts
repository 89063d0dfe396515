import type { FlowNode } from '#shared/graph/document.ts';
import { isInEffect } from '../../node-kit/is-in-effect.ts';
import type { FieldDefinition, NodeDefinition } from '../../node-kit/types.ts';

/**
 * What an idle node says of itself: the text written into it; else what it is set to, each choice with its name; else
 * what its kind does. Empty when there is nothing to say.
 */
export function previewOf(node: FlowNode, definition: NodeDefinition): string {
  const text = writtenField(node, definition);
  if (text !== undefined) return wordsOf(text, node);
  if (isOfOnePicture(definition)) return 'Drop a picture here.';
  const fields = inEffect(node, definition);
  const said = fields.flatMap((field) => saidOf(field, node, fields));
  if (said.length > 0) return said.slice(0, 3).join('. ');
  const [first] = definition.fields;
  const isUnwritten = fields.some((field) => isText(field) && field.shownWhen === undefined);
  if (first === undefined) return '';
  const words = first.type === 'select' && !isUnwritten ? wordsOf(first, node) : '';
  return words === '' ? definition.about : named(first, words);
}

const isText = ({ type }: FieldDefinition) => type === 'text' || type === 'textarea';

const inEffect = (node: FlowNode, definition: NodeDefinition) =>
  definition.fields.filter((field) => !field.hidden && isInEffect(definition, field, node.config));

/** The first text of its own that somebody has written. */
function writtenField(node: FlowNode, definition: NodeDefinition): FieldDefinition | undefined {
  return inEffect(node, definition).find(
    (field) => isText(field) && field.shownWhen === undefined && wordsOf(field, node) !== '',
  );
}

/** What is not as it is by default; a text that belongs to a choice makes one sentence with it. */
function saidOf(
  field: FieldDefinition,
  node: FlowNode,
  fields: readonly FieldDefinition[],
): readonly string[] {
  const words = wordsOf(field, node);
  if (words === '') return [];
  if (isText(field)) {
    const choice = fields.find(({ key }) => key === field.shownWhen?.key);
    return [`${choice ? `${choice.label} ${wordsOf(choice, node)} ` : ''}“${words}”`];
  }
  const isTold = fields.some(
    (other) => isText(other) && other.shownWhen?.key === field.key && wordsOf(other, node) !== '',
  );
  const { [field.key]: value = field.default } = node.config;
  if (isTold || value === field.default) return [];
  return [field.type === 'select' ? named(field, words) : words];
}

const named = ({ label }: FieldDefinition, words: string) => `${label}: ${words}`;

/** A node that is nothing without a picture of one's own. */
function isOfOnePicture({ fields: [first] }: NodeDefinition): boolean {
  return first?.type === 'image' && first.required === true && first.orPort === undefined;
}

/** How the preview is set when it is a text that a person wrote; null when it is said by the tool. */
export function previewFace(node: FlowNode, definition: NodeDefinition): 'prose' | 'mono' | null {
  const field = writtenField(node, definition);
  if (field === undefined) return null;
  return 'face' in field && field.face === 'mono' ? 'mono' : 'prose';
}

function wordsOf(field: FieldDefinition, node: FlowNode): string {
  const value = node.config[field.key] ?? field.default;
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'tags':
      return typeof value === 'string' ? value.trim() : '';
    case 'select': {
      if (typeof value !== 'string' || value === '' || value === 'none') return '';
      return field.options.find((option) => option.value === value)?.label ?? value;
    }
    case 'number':
      return typeof value === 'number' && value !== field.default
        ? `${field.label} ${value}${field.unit ? ` ${field.unit}` : ''}`
        : '';
    case 'boolean':
      return value === true ? field.label : '';
    case 'json':
    case 'image':
      return '';
    default:
      return field satisfies never;
  }
}
