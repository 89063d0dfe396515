import type { JsonObject, JsonValue } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { fileNameProblem } from '#shared/run/file-name.ts';
import { fileTypeOf, withEnding } from '#shared/run/file-type.ts';
import { refusalOf } from '../ask-people.ts';
import type { RunContext } from '../types.ts';
import { parametersOf, textOf, type AgentTool, type Leave } from './agent-tool.ts';

const CHOICES = 12;

/** A question to people; its answer is what the model is told. */
export function askPersonTool({ ask }: Pick<RunContext, 'ask'>, title: string): AgentTool {
  const question = { type: 'string', title: 'Question', format: 'multi-line', maxLength: 4_000 };
  const choices = {
    ...{ type: 'array', title: 'Choices', items: { type: 'string', maxLength: 200 }, maxItems: CHOICES },
    uniqueItems: true,
  };
  return {
    name: 'ask_person',
    description:
      'Asks the people who watch and waits for their answer. With choices they pick one of them, else they write.',
    parameters: parametersOf({ question, choices }, ['question']),
    ...{ category: 'ask', leave: 'allow' },
    words: () => 'Ask a person',
    async run(values) {
      const { choices: offered } = values;
      const options = Array.isArray(offered) ? (offered as readonly JsonValue[]) : [];
      const words: JsonObject = { type: 'string', title: 'Answer' };
      const answer = options.length === 0 ? { ...words, format: 'multi-line' } : { ...words, enum: options };
      const said = await ask({
        ...{
          kind: 'form',
          title: `${title} asks`,
          message: textOf(values, 'question'),
          text: '',
          images: [],
        },
        ...{ options: ['deny', 'submit'], form: parametersOf({ answer }, ['answer']), mustExplain: false },
        ...{ deadline: null, answerers: 'links' },
      });
      if (said.outcome === 'submit') return textOf(said.values ?? {}, 'answer');
      throw failure(refusalOf('Not answered', said));
    },
  };
}

/** A text file of the run. Its type follows from the name's ending; Markdown where that says nothing. */
export function makeFileTool({ file }: Pick<RunContext, 'file'>, leave: Leave): AgentTool {
  const name = { type: 'string', title: 'File name', maxLength: 120 };
  const content = { type: 'string', title: 'Content', format: 'multi-line' };
  return {
    name: 'make_file',
    description:
      'Writes a file of the run that people can take with them: .md, .txt, .json or .csv. Writing a name again makes a new version.',
    parameters: parametersOf({ name, content }, ['name', 'content']),
    ...{ category: 'file', leave },
    words: (values) => `Write the file “${textOf(values, 'name')}”`,
    async run(values) {
      const wanted = textOf(values, 'name').trim();
      const named = fileTypeOf(wanted);
      const mediaType = named === null || named.startsWith('image/') ? 'text/markdown' : named;
      const full = withEnding(wanted, mediaType);
      const problem = fileNameProblem(full);
      if (problem !== null) throw failure(problem);
      const written = await file({ name: full, mediaType, content: textOf(values, 'content') });
      return `Written as “${written.name}”.`;
    },
  };
}

/** Reads an address of the open web, to hosts that the relay's operator has listed. */
export function fetchUrlTool({ fetch }: Pick<RunContext, 'fetch'>, leave: Leave): AgentTool {
  const url = { type: 'string', title: 'Address', format: 'uri', maxLength: 2_000 };
  return {
    name: 'fetch_url',
    description: 'Reads an https address and gives its text. Only some hosts are allowed.',
    parameters: parametersOf({ url }, ['url']),
    ...{ category: 'network', leave },
    words: (values) => `Fetch ${textOf(values, 'url')}`,
    async run(values) {
      const answer = await fetch({ method: 'GET', url: textOf(values, 'url'), task: 'agent-fetch' });
      const isFine = answer.status >= 200 && answer.status < 300;
      const text = `Status ${answer.status}, ${answer.mediaType || 'unknown type'}:\n\n${answer.text}`;
      if (!isFine) throw failure(text);
      return text;
    },
  };
}

const failure = (message: string): WeftFailure => new WeftFailure(weftError('invalid-output', message));
