import { wordSet, type Phrases } from '../phrases.ts';

/** Things and places stand without article, because their case could not be guessed; the sentences are made for that. */
export const german: Phrases = {
  and: 'und',
  stopWords:
    wordSet(`der die das den dem des ein eine einen einem einer eines und oder aber wenn weil dass ob zu zum zur von
    vom mit ohne für über unter auf an am in im ins aus bei nach vor hinter neben zwischen durch gegen um als wie so sehr
    auch nur noch schon nicht kein keine ist sind war waren sein hat haben hatte hatten wird werden wurde kann können muss
    müssen soll sollen will wollen ich du er sie es wir ihr sich mich mir dich dir ihn ihm uns euch mein dein sein ihr
    unser euer dieser diese dieses jener jede jeder jedes alle alles was wer wo wann warum welche bitte schreibe schreib
    gib erstelle liste text geschichte erzähle findet sieht sagt nenne nenn schlage fasse fass zwei drei vier fünf sechs`),
  determiners: wordSet(
    'der die das den dem des ein eine einen einem einer eines seine ihre sein ihr mein dein im am zum zur vom jede jeder',
  ),
  definite: {},
  nominative,
  contractions: [],
  story: {
    fallback: { hero: 'Johanna', thing: 'Brief', place: 'Hafen' },
    titles: ['{Hero} und das Wort „{thing}“', '{Hero} und eine Nacht', 'Das Wort „{thing}“'],
    openings: [
      'Seit wann {hero} hier lebte, wusste keiner mehr zu sagen; nur, dass die Nächte früher länger gewesen waren.',
      'An dem Morgen, an dem es begann, lag eine Stille über allem, die nicht hierhergehörte. Nur {hero} hörte sie.',
    ],
    stirrings: [
      'Auf einem Zettel stand ein einziges Wort: „{thing}“. Das Papier war noch warm, *als hätte es gerade eben jemand losgelassen*.',
      'Dann fiel, wie nebenbei, das Wort „{thing}“. Es war wie eine Tür an einer Stelle, an der immer eine Wand gewesen war.',
    ],
    turns: [
      'Vernünftig wäre gewesen, es liegen zu lassen. Der Weg führte stattdessen hinaus, an den letzten Häusern vorbei, und der Wind schob von hinten wie ein ungeduldiger Freund.',
      'Jemand musste fragen, und Fragen war das Einzige, was hier niemand tat. {Hero} fragte.',
    ],
    secondHeading: ['Der lange Umweg', 'Was die Nacht sagte'],
    trials: [
      'Der Weg war nicht weit, aber er blieb nicht, wo er war. Zweimal tauchte wieder auf, was längst zurückgelassen schien: {place}. Und mit jedem Schritt wurde das eine Wort schwerer.',
      'Im Dunkeln hatte jedes Geräusch eine Form: Seil, Regen, ein Tor und unter allem ein langsamer Atem, der nach etwas Bekanntem klang. {place}, vielleicht.',
    ],
    climaxes: [
      'Und dort, wo die Geschichte hätte enden müssen, stand, wer alles verloren hatte. „Ich dachte mir, dass du es bist“, sagten beide zugleich, lachten und fürchteten sich ein wenig.',
      'Am Ende musste niemand kämpfen. Es genügte der einzige wahre Satz dieser Nacht: „Ich habe es behalten, weil ich danach gefragt werden wollte.“',
    ],
    endings: [
      'Am Morgen sah alles aus wie immer. Nur der Gang war ein anderer: so geht, wer eine Last abgelegt hat und noch immer auf die eigenen Hände schaut.',
      'Sie erzählen es noch heute, und sie erzählen es falsch. {Hero} verbessert niemanden: manches bleibt nur ganz, solange es keiner vollständig hat.',
    ],
    tone: 'Und so war alles daran, {tags}: So behielten es die in Erinnerung, die dabei waren.',
  },
  enhance: {
    details: [
      'jede Oberfläche zeigt ihr Alter: abgegriffene Kanten, feine Kratzer, eine Spur Feuchtigkeit',
      'kleine, sprechende Einzelheiten im Vordergrund führen den Blick zum Motiv',
    ],
    composition: [
      'nach der Drittelregel aus der Mitte gerückt, mit klarer Tiefe',
      'leicht von unten gesehen, mittlere Entfernung, freier Raum um das Motiv',
    ],
    light: [
      'warme, tief stehende Sonne von links, lange weiche Schatten',
      'weiches Tageslicht mit einem hellen Saum um das Motiv',
    ],
    mood: [
      'die Stimmung ist still und erwartungsvoll',
      'die Stimmung ist vertraut, zwei Grundfarben und ein Akzent',
    ],
    quality: ['Schärfe auf dem Motiv, geringe Tiefenschärfe, hoher Detailgrad'],
    notes: 'durchgehend: {notes}',
  },
  persona: { woven: '{name}, {description},', added: 'Mit im Bild ist {name}: {description}.' },
  free: {
    answer: [
      'Beim Thema {topic} geht es im Kern um eine einfache Spannung: {a} auf der einen Seite, {b} auf der anderen. Mehr vom einen heißt meist weniger vom anderen.',
      'Wer {topic} verstehen will, beginnt am besten mit dem Stichwort {a}; das Übrige folgt daraus.',
    ],
    more: [
      'Im Alltag entscheidet das eine, {a}, wie es sich anfühlt, und das andere, {b}, ob es hält. Wo beides zusammenkommt, zeigt sich ein Drittes: {c}.',
    ],
    close: ['Kurz gesagt: zuerst {a}, dann {b}, und {c} darf warten.'],
    items: [
      'Mit {a} anfangen und zeigen, was sich dadurch ändert',
      '{b} neben {a} stellen und den Gegensatz sprechen lassen',
      '{topic} mit den Augen eines Neulings ansehen',
      'Einmal auf {c} verzichten und sehen, was bleibt',
      '{b} rückwärts erzählen, vom Ende her',
      'Dazu ein Preis, ein Ort, ein Datum: {a}',
      'Fragen, wer bei {topic} gewinnt und wer bezahlt',
      'Drei wahre Sätze sammeln: {b}',
    ],
    steps: [
      'In einem Satz sagen, was erreicht werden soll: {topic}.',
      'Sammeln, was gesichert ist, und kennzeichnen, was nur vermutet wird: {a}.',
      'Die kleinste Fassung ausprobieren, die scheitern kann: {b}.',
      'Das Ergebnis mit jemandem ansehen, der nicht beteiligt war.',
      'Behalten, was gelang, und aufschreiben, warum.',
    ],
    titles: [
      '{topic}: die stille Seite',
      'Zwischen {a} und {b}',
      'Was bleibt: {topic}',
      '{topic} in klaren Worten',
      'Notizen zu {topic}',
    ],
    headings: {
      summary: 'Zusammenfassung',
      strengths: 'Was gelingt',
      weaknesses: 'Was schwach ist',
      next: 'Was als Nächstes kommt',
    },
    strengths: ['{a}: von der ersten Zeile an klar.', '{b}: greifbar und überprüfbar.'],
    weaknesses: [
      '{c} wird vorausgesetzt; wer es nicht kennt, steigt dort aus.',
      'Der Zusammenhang von {a} und {b} wird behauptet, nicht gezeigt.',
    ],
    next: ['Ein Beispiel nennen, mit Zahl oder Namen: {a}.', 'Streichen, was sich wiederholt: {b}.'],
    poem: [
      '{topic}, und der Tag wird weit,',
      'ein wenig {a} im hellen Licht;',
      'und {b}, schon seit langer Zeit,',
      'ist da und sagt den Namen nicht.',
    ],
    letter: { greeting: 'Guten Tag,', close: 'Mit freundlichen Grüßen' },
    something: 'die Sache',
    generic: ['Kosten', 'Gewohnheit', 'Zeit'],
    questions: [
      'Was ist gesichert: {a}?',
      'Wer entscheidet: {b}?',
      'Was würde sich ändern: {c}?',
      'Was ist noch offen: {b}?',
    ],
  },
};

const MASCULINE_END = /(er|or|ist|ent|ling|mann|ant|eur|ig|us)$/;

/** Gender from the article's form and the noun's end. */
function nominative(determiner: string, noun: string): string | null {
  if (/^(der|die|das)$/.test(determiner)) return `${determiner} ${noun}`;
  if (/^(eine|einer)$/.test(determiner)) return `die ${noun}`;
  if (determiner === 'einen' || determiner === 'den') return `der ${noun}`;
  if (determiner === 'ein') return `${MASCULINE_END.test(noun) ? 'der' : 'das'} ${noun}`;
  return null;
}
