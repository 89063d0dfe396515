import { weftError } from '#shared/run/errors.ts';
import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { languageName, LANGUAGES } from '../../node-kit/languages.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import { configText } from '../../node-kit/types.ts';

export const definition = defineNode({
  type: 'translator',
  title: 'Translator',
  about: 'Puts text into another language.',
  group: 'write',
  kind: 'task',
  icon: 'languages',
  keywords: ['language', 'translate', ...LANGUAGES.map((language) => language.name)],
  fields: [
    {
      key: 'language',
      label: 'Language',
      help: 'Without a language the text passes through untouched.',
      type: 'select',
      default: '',
      options: [
        { value: '', label: 'Leave as it is' },
        ...LANGUAGES.map(({ code, name }) => ({ value: code, label: name })),
      ],
      open: true,
    },
  ],
  ports: () => ({ inputs: [TEXT_IN], outputs: [TEXT_OUT] }),
  outputKeys: ['text'],
  model: DEFAULT_TEXT_MODEL,
  check: (config) => {
    const code = configText(config, 'language').trim();
    if (code === '' || languageName(code) !== null) return [];
    return [
      weftError('unknown-language', `Weft does not know the language “${code}”. Pick one from the list.`, {
        field: 'language',
      }),
    ];
  },
});
