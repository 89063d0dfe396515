import { wordSet, type Phrases } from '../phrases.ts';

export const portuguese: Phrases = {
  and: 'e',
  stopWords:
    wordSet(`quais vantagens diferença diferenças sugira resuma porquê nomeie o a os as um uma uns umas de do da dos das ao aos à às em no na nos nas por pelo pela para com sem
    sobre entre até desde que quem qual cujo como quando onde e ou mas se não nem seu sua seus suas meu minha teu tua lhe
    lhes me te nos é são era eram foi ser está estão estava há tem têm tinha ter muito mais menos já também só todo toda
    todos todas este esta esse essa isso isto aquele aquela dois duas três quatro cinco seis escreva escreve escrever dê
    cria crie lista texto história conto encontra quer vê diz`),
  determiners: wordSet('o a os as um uma uns umas seu sua meu este esta esse essa no na do da ao cada'),
  definite: {
    um: 'o',
    uma: 'a',
    o: 'o',
    a: 'a',
    os: 'os',
    as: 'as',
    do: 'o',
    da: 'a',
    no: 'o',
    na: 'a',
    uns: 'os',
    umas: 'as',
  },
  contractions: [
    ['de o', 'do'],
    ['de a', 'da'],
    ['em o', 'no'],
    ['em a', 'na'],
    ['a o', 'ao'],
    ['por o', 'pelo'],
    ['por a', 'pela'],
  ],
  story: {
    fallback: { hero: 'o barqueiro', thing: 'a carta', place: 'o porto' },
    titles: ['{Hero} e {thing}', 'O que guardava {place}', 'Antes de perder {thing}'],
    openings: [
      'Ninguém se lembrava do ano em que chegou {hero}; só que, antes, as noites eram mais longas.',
      'Na manhã em que tudo começou, {hero} acordou num silêncio que não era o de sempre.',
    ],
    stirrings: [
      'Foi {thing} que mudou o dia: estava onde não devia estar, o ar ainda morno em volta, *como se alguém tivesse acabado de largar*.',
      'E então apareceu {thing}. {Hero} ficou muito tempo sem falar, como quem olha uma porta onde sempre houve um muro.',
    ],
    turns: [
      'O sensato teria sido deixar tudo como estava. {Hero} seguiu em frente, com o vento a empurrar pelas costas como um amigo impaciente.',
      'Alguém tinha de perguntar, e perguntar era a única coisa que ali ninguém fazia. {Hero} perguntou.',
    ],
    secondHeading: ['O caminho longo', 'O que disse a noite'],
    trials: [
      'O caminho não era longo, mas não ficava quieto. Duas vezes voltou a aparecer {place}; duas vezes pesou mais {thing}, como pesam as coisas que querem descansar.',
      'No escuro cada ruído tinha uma forma: a corda, a chuva, um portão e, por baixo de tudo, uma respiração lenta. {Hero} aprendeu a distingui-los um a um.',
    ],
    climaxes: [
      'E ali, onde a história devia acabar, esperava quem tinha perdido tudo. «Eu sabia que serias tu», disseram ao mesmo tempo; riram, e tiveram um pouco de medo.',
      'No fim não foi preciso lutar com ninguém. {Hero} disse a única frase verdadeira da noite: «Guardei porque queria que alguém me pedisse».',
    ],
    endings: [
      'De manhã {place} parecia o mesmo de sempre. Só {hero} andava de outra maneira, como quem largou um peso e ainda olha para as mãos.',
      'Ainda o contam, e contam mal. {Hero} nunca corrige ninguém: há coisas que só ficam inteiras enquanto ninguém as tem todas.',
    ],
    tone: 'Tudo foi assim, {tags}: assim o recorda quem lá esteve.',
  },
  enhance: {
    details: [
      'cada superfície mostra a sua idade: bordas gastas, riscos finos, um traço de humidade',
      'pequenos detalhes em primeiro plano levam o olhar ao motivo',
    ],
    composition: [
      'composição descentrada pela regra dos terços, com profundidade clara',
      'vista ligeiramente de baixo, a meia distância, com espaço livre em volta',
    ],
    light: [
      'sol baixo e quente da esquerda, sombras longas e suaves',
      'luz do dia difusa com um contorno claro em volta do motivo',
    ],
    mood: ['ambiente calmo e expectante', 'ambiente íntimo, duas cores principais e um acento'],
    quality: ['foco nítido no motivo, pouca profundidade de campo, grande detalhe'],
    notes: 'em tudo: {notes}',
  },
  persona: { woven: '{name}, {description},', added: 'Também está {name}: {description}.' },
  free: {
    answer: [
      'No centro de {topic} há uma tensão simples entre {a} e {b}: mais de um costuma ser menos do outro.',
      'Para entender {topic} convém começar por {a}, porque o resto vem daí.',
    ],
    more: [
      'Na prática, {a} decide como se vive cada dia e {b} decide se dura. Onde os dois se encontram vê-se {c}.',
    ],
    close: ['Em resumo: começar por {a}, não perder {b} de vista e deixar {c} para depois.'],
    items: [
      'Começar por {a} e mostrar o que muda',
      'Pôr {b} ao lado de {a} e deixar falar o contraste',
      'Olhar {topic} com os olhos de quem chega',
      'Deixar {c} de fora uma vez e ver o que fica',
      'Contar {b} ao contrário, a partir do fim',
      'Dar a {a} um preço, um lugar e uma data',
      'Perguntar quem ganha com {topic} e quem paga',
      'Juntar três frases verdadeiras sobre {b}',
    ],
    steps: [
      'Dizer numa frase o que {topic} deve conseguir, e para quem.',
      'Juntar o que se sabe de {a} e marcar o que só se supõe.',
      'Experimentar a versão mais pequena de {b} que possa falhar.',
      'Ver o resultado com alguém de fora.',
      'Guardar o que funcionou e anotar porquê.',
    ],
    titles: [
      'O lado calado de {topic}',
      '{Topic} visto de {a}',
      'Entre {a} e {b}',
      'O que deixa {topic}',
      'Notas sobre {topic}',
    ],
    headings: {
      summary: 'Resumo',
      strengths: 'O que funciona',
      weaknesses: 'O que é fraco',
      next: 'O que fazer agora',
    },
    strengths: [
      '{a} está claro desde a primeira linha.',
      'A parte sobre {b} é concreta e pode ser verificada.',
    ],
    weaknesses: [
      'Dá {c} por sabido; quem não conhece perde-se aí.',
      'A ligação entre {a} e {b} é afirmada, mas não mostrada.',
    ],
    next: ['Dar um exemplo de {a}, com um número ou um nome.', 'Cortar o que repete a ideia de {b}.'],
    poem: [
      '{Topic}, e o dia se inclina,',
      'um pouco de {a} na claridade;',
      'e {b}, que sempre adivinha,',
      'é meia manhã e meia verdade.',
    ],
    letter: { greeting: 'Olá,', close: 'Com os melhores cumprimentos' },
    something: 'a questão',
    generic: ['o custo', 'o hábito', 'o tempo'],
    questions: [
      'O que se sabe sobre {a}?',
      'Quem decide sobre {b}?',
      'O que mudaria {c}?',
      'O que fica em aberto sobre {b}?',
    ],
  },
};
