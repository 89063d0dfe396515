import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate, renderTemplate } from './template-variables.ts';

const parse = (source: string) => parseTemplate(source, 'text');
const fill = (source: string, values: Record<string, string>) =>
  renderTemplate(parse(source), new Map(Object.entries(values)));

describe('templates', () => {
  it('finds names in the order of first appearance, each once', () => {
    expect(parse('{{b}} {{ a }} {{b}} {{ Ünï-code_2 }}').names).toEqual(['b', 'a', 'Ünï-code_2']);
  });

  it('fills every gap, and never looks for gaps in what it filled in', () => {
    expect(fill('Dear {{ name }}, {{name}}!', { name: '{{x}} $1' })).toBe('Dear {{x}} $1, {{x}} $1!');
  });

  it('leaves nothing where a value is missing', () => {
    expect(fill('a{{b}}c', {})).toBe('ac');
  });

  it('reads \\{{ as braces', () => {
    expect(parse('\\{{name}}')).toEqual({
      parts: [{ type: 'text', text: '{{name}}' }],
      names: [],
      problem: null,
    });
  });

  it('takes }} alone as text', () => {
    expect(parse('a }} b').problem).toBeNull();
  });

  it.each([
    ['first\nsay {{user.name}} now', '“{{user.name}}” at line 2, character 5'],
    ['{{}}', '“{{}}” at line 1, character 1'],
    ['{{two words}}', '“{{two words}}” at line 1, character 1'],
    ['{{{a}}}', '“{{{a}}” at line 1, character 1'],
    ['ok {{open', 'opened at line 1, character 4 are not closed'],
    [`{{${'n'.repeat(65)}}}`, 'at line 1, character 1'],
  ])('says where %j is wrong', (source, words) => {
    expect(parse(source).problem).toMatchObject({ code: 'bad-template', field: 'text' });
    expect(parse(source).problem?.message).toContain(words);
  });

  it('keeps the names around a mistake, so that ports stay while somebody types', () => {
    const template = parse('{{a}} {{b.} {{c}}');
    expect(template.names).toEqual(['a', 'c']);
    expect(template.problem?.code).toBe('bad-template');
  });

  it('loses no character of a text without escapes when every gap is filled with its source', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '{{', '}}', 'a', ' ', '\n', '{{a}}', '.')), (pieces) => {
        const source = pieces.join('');
        const template = parse(source);
        const back = template.parts
          .map((part) => (part.type === 'text' ? part.text : `{{${part.name}}}`))
          .join('');
        expect(back.replace(/\s/g, '')).toBe(source.replace(/\s/g, ''));
      }),
    );
  });
});
