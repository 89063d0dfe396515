import type { FlowNode } from '#shared/graph/document.ts';
import type { FieldDefinition, NodeDefinition } from '../../node-kit/types.ts';

/**
 * What an idle node says of itself: its longest written field, or its choices in one line. Empty when there is nothing
 * to say.
 */
export function previewOf(node: FlowNode, definition: NodeDefinition): string {
  const written = definition.fields
    .filter((field) => field.type === 'textarea' || field.type === 'text')
    .map((field) => wordsOf(field, node))
    .find((words) => words !== '');
  if (written !== undefined) return written;
  const choices = definition.fields
    .map((field) => wordsOf(field, node))
    .filter((words) => words !== '')
    .slice(0, 3)
    .join(', ');
  return choices === '' && isOfOnePicture(definition) ? 'Drop a picture here.' : choices;
}

/** A node that is nothing without a picture of one's own. */
function isOfOnePicture({ fields: [first] }: NodeDefinition): boolean {
  return first?.type === 'image' && first.required === true && first.orPort === undefined;
}

/** True when the preview is a text that a person wrote: it is set in the prose face and does not read as a setting. */
export function previewIsProse(node: FlowNode, definition: NodeDefinition): boolean {
  return definition.fields.some(
    (field) => (field.type === 'textarea' || field.type === 'text') && wordsOf(field, node) !== '',
  );
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
