import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type LanguageCode } from './languages.ts';
import { demoAnswer } from './testing.ts';
import { MAX_RESULT_CHARS } from './text-tools.ts';

const TASKS = [
  'enhance',
  'translate',
  'story',
  'grammar',
  'compress',
  'inject-persona',
  'free',
  'something-new',
];

describe('the demo', () => {
  it('answers every task with text of at most 2,500 characters, whatever the subject', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TASKS),
        fc.string({ maxLength: 4_000, unit: 'grapheme' }),
        (task, subject) => {
          const text = demoAnswer(task, `A ${subject}`, { language: 'French' });
          expect(text.trim()).not.toBe('');
          if (task !== 'grammar') expect(text.length).toBeLessThanOrEqual(MAX_RESULT_CHARS);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leaves no slot of a template open', () => {
    const subjects = [
      'A fox',
      'Mara in Lisbon',
      'Un farero en la playa',
      'Un phare',
      'Ein Haus',
      'Una casa',
      'Uma casa',
      '',
    ];
    const prompts = [
      'Give me 9 ideas about',
      'Plan',
      'Critique',
      'Write a poem about',
      'Write an email about',
      'Explain',
    ];
    for (const subject of subjects) {
      const texts = [
        ...TASKS.map((task) => demoAnswer(task, subject, { tags: 'calm' })),
        ...prompts.map((prompt) => demoAnswer('free', `${prompt} ${subject}`)),
      ];
      for (const text of texts) expect(text).not.toMatch(/[{}]|undefined/);
    }
  });
});

describe('demo enhance', () => {
  it('keeps the words of the prompt and makes it richer', () => {
    const text = demoAnswer('enhance', 'a fox in the snow');
    expect(text).toMatch(/^A fox in the snow; /);
    expect(text.length).toBeGreaterThan(150);
  });

  it('puts the notes in', () => {
    expect(demoAnswer('enhance', 'a fox', { notes: 'Make it autumn.' })).toContain('Make it autumn');
  });
});

describe('demo story', () => {
  it('is markdown with headings, about the idea', () => {
    const text = demoAnswer('story', 'A lighthouse keeper finds a map in a bottle', { tags: 'noir, rainy' });
    expect(text).toMatch(/^# .+\n\n/);
    expect(text).toMatch(/\n## /);
    for (const word of ['lighthouse keeper', 'map', 'noir and rainy']) expect(text).toContain(word);
    expect(text).not.toContain('**');
    expect(text.split('\n\n').length).toBeGreaterThan(5);
  });

  it('a name does something, a place is where it happens', () => {
    const text = demoAnswer('story', 'Mara and the clockmaker of Lisbon');
    expect(text).toContain('Mara');
    expect(text).toContain('Lisbon');
    expect(text).not.toContain('Lisbon asked');
  });

  it.each([
    ['Un farero encuentra un mapa en la playa', 'farero'],
    ['Un gardien trouve une carte dans la maison', 'gardien'],
    ['Ein Wärter findet eine Karte am Strand', 'Wärter'],
    ['Un guardiano trova una mappa nella casa', 'guardiano'],
    ['Um guardião encontra um mapa na casa e não dorme', 'guardião'],
  ])('speaks the language of the idea: %s', (idea, word) => {
    const text = demoAnswer('story', idea);
    expect(text).toContain(word);
    expect(text).not.toMatch(/\bthe\b/);
  });
});

describe('demo translate', () => {
  const english =
    'The old lighthouse keeper finds a small map in the house. He waits for the morning, and the sea is quiet.';

  it.each([
    [
      'Spanish',
      'El farero viejo encuentra un mapa pequeño en la casa. Él espera la mañana, y el mar es tranquilo.',
    ],
    [
      'French',
      'Le vieux gardien de phare trouve une petite carte dans la maison. Il attend le matin, et la mer est calme.',
    ],
    [
      'German',
      'Der alte Leuchtturmwärter findet eine kleine Karte im Haus. Er wartet auf den Morgen, und das Meer ist ruhig.',
    ],
    [
      'Italian',
      'Il vecchio guardiano di faro trova una piccola mappa nella casa. Lui aspetta la mattina, e il mare è quieto.',
    ],
    [
      'Portuguese',
      'O faroleiro velho encontra um mapa pequeno na casa. Ele espera a manhã, e o mar é calmo.',
    ],
  ])('into %s by the phrase book', (language, expected) => {
    expect(demoAnswer('translate', english, { language })).toBe(expected);
  });

  it('back into English', () => {
    expect(
      demoAnswer('translate', 'El viejo guardián encuentra un mapa en la casa.', { language: 'en' }),
    ).toBe('The old keeper finds a map in the house.');
  });

  it.each(Object.entries(LANGUAGES))(
    '%s: without the words for it, speaks of what it can name',
    (code, name) => {
      const text = demoAnswer('translate', `${english} Mara grumbles inexplicably.`, { language: name });
      expect(text.trim()).not.toBe('');
      if (code !== 'en') expect(text).not.toMatch(/\b(the|keeper|inexplicably|grumbles)\b/i);
    },
  );
});

describe('demo grammar', () => {
  it('really mends', () => {
    expect(
      demoAnswer('grammar', 'i dont  know wich way is better ,its a apple and he have teh book.we was late'),
    ).toBe("I don't know which way is better, it's an apple and he has the book. We were late.");
  });

  it('leaves right text alone', () => {
    const right =
      "It's a unit of an hour. The cat lost its tail, and e.g. 3.5 apples cost $4.20... Don't we know?";
    expect(demoAnswer('grammar', right)).toBe(right);
  });

  it('a style shifts the tone and adds nothing', () => {
    expect(demoAnswer('grammar', "Don't go, it's late.", { style: 'formal' })).toBe('Do not go, it is late.');
    expect(demoAnswer('grammar', 'Do not go, it is late.', { style: 'casual' })).toBe("Don't go, it's late.");
  });

  it('a word said three times is said once', () => {
    expect(demoAnswer('grammar', 'felis felis felis non')).toBe('Felis non.');
  });

  it('mends nothing twice', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), (text) => {
        const once = demoAnswer('grammar', text);
        expect(demoAnswer('grammar', once)).toBe(once);
      }),
    );
  });
});

describe('demo compress', () => {
  const facts = 'In 1874 Anna Berg built the harbour of Ostby for $40,000.';
  const filler = Array.from(
    { length: 80 },
    (_unused, index) => `It was really very much a day like day ${'abcdefgh'[index % 8]}.`,
  ).join(' ');

  it('keeps numbers and names, in at most 2,500 characters', () => {
    const text = demoAnswer('compress', `${filler} ${facts} ${filler}`);
    expect(text.length).toBeLessThanOrEqual(MAX_RESULT_CHARS);
    for (const fact of ['1874', 'Anna Berg', '$40,000']) expect(text).toContain(fact);
  });

  it('does not say the same thing twice', () => {
    const text = demoAnswer('compress', `${facts} The sea was calm on Monday. ${facts} Nobody slept.`);
    expect(text.split('Anna Berg')).toHaveLength(2);
  });
});

describe('demo inject-persona', () => {
  const personas = JSON.stringify([
    { name: 'Mara', description: 'A tall woman with grey eyes.' },
    { name: 'Ivo', description: 'short, red beard' },
  ]);

  it('weaves looks in where the name stands and adds who is not mentioned', () => {
    expect(demoAnswer('inject-persona', 'Mara stands at the harbour. It rains.', { personas })).toBe(
      'Mara, a tall woman with grey eyes, stands at the harbour. It rains. With them is Ivo: short, red beard.',
    );
  });

  it('leaves headings free of looks', () => {
    const one = JSON.stringify([{ name: 'Mara', description: 'tall, grey eyes' }]);
    expect(demoAnswer('inject-persona', '# What Mara Kept\n\nMara waits.', { personas: one })).toBe(
      '# What Mara Kept\n\nMara, tall, grey eyes, waits.',
    );
  });

  it('a single persona takes the place of "a woman"', () => {
    const one = JSON.stringify([{ name: 'Mara', description: 'tall, grey eyes' }]);
    expect(demoAnswer('inject-persona', 'A woman waits.', { personas: one })).toBe(
      'Mara, tall, grey eyes, waits.',
    );
  });
});

describe('demo free', () => {
  it('gives as many as were asked for', () => {
    expect(demoAnswer('free', 'Give me seven ideas for a garden').split('\n')).toHaveLength(7);
    expect(demoAnswer('free', 'Write 3 titles for a story about a lighthouse').split('\n')).toHaveLength(3);
  });

  it('sums up the text and not the instruction', () => {
    const text =
      'The harbour was built in 1874 by Anna Berg. People like it. The storm of 1953 destroyed the lighthouse.';
    expect(demoAnswer('free', `Summarise the following in 2 sentences:\n\n${text}`)).toBe(
      'The harbour was built in 1874 by Anna Berg. The storm of 1953 destroyed the lighthouse.',
    );
  });

  it('criticises with strengths, weaknesses and a next step', () => {
    const text = demoAnswer(
      'free',
      'Critique this text: The new product helps customers save time and money every day.',
    );
    expect(text.match(/^### /gm)).toHaveLength(3);
  });

  it('gives JSON when asked for JSON', () => {
    expect(
      () => JSON.parse(demoAnswer('free', 'Answer in JSON: what is a lighthouse?')) as unknown,
    ).not.toThrow();
  });
});

describe('demo languages', () => {
  const samples: { readonly [code in LanguageCode]: string } = {
    en: 'The keeper is waiting for the ship that never comes.',
    es: 'El guardián espera el barco que nunca llega a la costa.',
    fr: 'Le gardien attend le bateau qui ne vient jamais dans le port.',
    de: 'Der Wärter wartet auf das Schiff, das nicht mehr kommt.',
    it: 'Il guardiano aspetta la nave che non arriva mai nel porto.',
    pt: 'O guardião espera o navio que não chega ao porto.',
    ru: 'Смотритель ждёт корабль, который никогда не придёт.',
    ja: '灯台守は来ない船を待っている。',
    ko: '등대지기는 오지 않는 배를 기다린다.',
    zh: '灯塔看守人等待着永远不会来的船。',
    ar: 'ينتظر حارس المنارة السفينة التي لا تأتي أبدا.',
    hi: 'प्रकाशस्तंभ का रखवाला उस जहाज़ की राह देखता है।',
    tr: 'Bekçi, hiç gelmeyen bir gemi için çok bekliyor ve bu gece değil.',
    pl: 'Latarnik czeka na statek, który nigdy się nie zjawia i śpi.',
    nl: 'De wachter wacht op het schip dat niet meer komt en zijn lamp.',
    sv: 'Fyrvaktaren väntar på ett skepp som inte kommer och är trött.',
    da: 'Fyrmesteren venter på et skib, der ikke kommer, og blev træt af det.',
    fi: 'Majakanvartija odottaa laivaa, joka ei tule, mutta hän ei nuku.',
    no: 'Fyrvokteren ble ventende på et skip som ikke kommer, og var trøtt av det.',
    cs: 'Strážce majáku čeká na loď, která se nikdy neobjeví, ale jeho lampa svítí.',
    el: 'Ο φαροφύλακας περιμένει το πλοίο που δεν έρχεται.',
    he: 'שומר המגדלור מחכה לספינה שלא תבוא.',
    th: 'คนเฝ้าประภาคารรอเรือที่ไม่มา',
    vi: 'Người gác hải đăng đợi một con tàu không bao giờ đến.',
    id: 'Penjaga mercusuar itu menunggu kapal yang tidak datang karena badai, dan bisa tidur.',
    uk: 'Доглядач маяка чекає на корабель, який ніколи не прийде, і їсть.',
    ro: 'Paznicul farului așteaptă o navă care nu mai vine și este obosit.',
    hu: 'A világítótorony őre vár egy hajót, amely nem jön, és ez az éj is hosszú.',
    ms: 'Penjaga rumah api itu menunggu kapal yang tidak datang kerana ribut, dan boleh tidur.',
  };

  it('tells the 29 languages apart', async () => {
    const { detectLanguage } = await import('./detect-language.ts');
    const found = Object.fromEntries(
      Object.entries(samples).map(([code, text]) => [code, detectLanguage(text)]),
    );
    expect(found).toEqual(Object.fromEntries(Object.keys(samples).map((code) => [code, code])));
  });
});
