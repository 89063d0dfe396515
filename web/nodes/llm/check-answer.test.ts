import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { WeftFailure } from '#shared/run/errors.ts';
import { createAnswerChecker } from './check-answer.ts';

const person: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    age: { type: ['integer', 'null'], minimum: 0 },
    children: { type: 'array', items: { $ref: '#' } },
    home: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/place' }] },
  },
  required: ['name'],
  additionalProperties: false,
  $defs: { place: { type: 'object', properties: { x: { multipleOf: 2 } }, required: ['x'] } },
};

function problem(schema: JsonObject, answer: string): string | null {
  try {
    createAnswerChecker(schema)(answer);
    return null;
  } catch (caught) {
    return caught instanceof WeftFailure ? `${caught.error.code}: ${caught.error.message}` : 'threw';
  }
}

describe('answers against their schema', () => {
  it.each([
    '{"name":"Wren"}',
    '```json\n{"name":"Wren","age":null}\n```',
    '{"name":"W","children":[{"name":"O","home":{"x":4}}]}',
  ])('takes %s', (answer) => {
    expect(problem(person, answer)).toBeNull();
  });

  it.each([
    ['not json', 'it is not JSON'],
    ['[]', 'the answer'],
    ['{}', 'name'],
    ['{"name":"Wren","age":1.5}', '“age”'],
    ['{"name":"Wren","children":[{"age":3}]}', '“children.0”'],
    ['{"name":"Wren","more":1}', 'more'],
  ])('refuses %s and says where', (answer, words) => {
    const said = problem(person, answer);
    expect(said).toContain('invalid-output');
    expect(said).toContain(words);
  });

  it('refuses a schema that leads nowhere before any call', () => {
    expect(problem({ $ref: '#/$defs/gone' }, '{}')).toContain('invalid-config');
  });
});
