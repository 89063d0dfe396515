import type { LanguageCode } from '../languages.ts';

/** What an agent of the demo says and thinks beside its answer. {task} {count} {name} {question} are filled in. */
export interface AgentWords {
  readonly think: {
    readonly task: string;
    readonly tools: string;
    readonly none: string;
    readonly back: string;
  };
  readonly say: { readonly [act in AgentAct]: string };
  readonly note: string;
  readonly whichOne: string;
  readonly answered: string;
  readonly unreached: string;
  readonly filed: string;
}

/** What an agent does in a turn besides answering, in the order in which it does them. */
export const AGENT_ACTS = ['look', 'note', 'ask', 'step', 'file'] as const;
export type AgentAct = (typeof AGENT_ACTS)[number];

const english: AgentWords = {
  think: {
    task: 'I am to do this: {task}.',
    tools: 'What helps me now: {name}.',
    none: 'I have what I need, so I answer.',
    back: 'I have heard back from {count} of my tools. I take that in first.',
  },
  say: {
    look: 'I look at the material first.',
    note: 'I keep the main points.',
    ask: 'That is for a person to say.',
    step: 'I let the other step do its part.',
    file: 'I put it into a file.',
  },
  note: 'main points',
  whichOne: 'What should I keep to?',
  answered: 'As you said: {name}.',
  unreached: 'This could not be used: {name}.',
  filed: 'It is in the file {name}.',
};

const spanish: AgentWords = {
  think: {
    task: 'Tengo que hacer esto: {task}.',
    tools: 'Lo que me ayuda ahora: {name}.',
    none: 'Tengo lo que necesito, así que respondo.',
    back: 'Ya me han respondido {count} herramientas. Primero lo tengo en cuenta.',
  },
  say: {
    look: 'Primero miro el material.',
    note: 'Guardo lo principal.',
    ask: 'Eso lo tiene que decir una persona.',
    step: 'Dejo que el otro paso haga su parte.',
    file: 'Lo pongo en un archivo.',
  },
  note: 'lo principal',
  whichOne: '¿A qué debo atenerme?',
  answered: 'Como se ha dicho: {name}.',
  unreached: 'Esto no se pudo usar: {name}.',
  filed: 'Está en el archivo {name}.',
};

const french: AgentWords = {
  think: {
    task: 'Je dois faire ceci : {task}.',
    tools: 'Ce qui m’aide maintenant : {name}.',
    none: 'J’ai ce qu’il me faut, alors je réponds.',
    back: 'J’ai la réponse de {count} outils. J’en tiens d’abord compte.',
  },
  say: {
    look: 'Je regarde d’abord ce qu’il y a.',
    note: 'Je retiens l’essentiel.',
    ask: 'C’est à une personne de le dire.',
    step: 'Je laisse l’autre étape faire sa part.',
    file: 'Je le mets dans un fichier.',
  },
  note: 'essentiel',
  whichOne: 'À quoi dois-je m’en tenir ?',
  answered: 'Comme il a été dit : {name}.',
  unreached: 'Ceci n’a pas pu servir : {name}.',
  filed: 'C’est dans le fichier {name}.',
};

const german: AgentWords = {
  think: {
    task: 'Das soll ich tun: {task}.',
    tools: 'Das hilft mir jetzt: {name}.',
    none: 'Ich habe, was ich brauche, also antworte ich.',
    back: '{count} Werkzeuge haben geantwortet. Das sehe ich mir zuerst an.',
  },
  say: {
    look: 'Ich sehe mir zuerst das Material an.',
    note: 'Ich halte das Wichtigste fest.',
    ask: 'Das soll ein Mensch sagen.',
    step: 'Ich lasse den anderen Schritt seinen Teil tun.',
    file: 'Ich lege es in eine Datei.',
  },
  note: 'Wichtigstes',
  whichOne: 'Woran soll ich mich halten?',
  answered: 'Wie gesagt wurde: {name}.',
  unreached: 'Das ließ sich nicht verwenden: {name}.',
  filed: 'Es steht in der Datei {name}.',
};

const italian: AgentWords = {
  think: {
    task: 'Devo fare questo: {task}.',
    tools: 'Ora mi serve: {name}.',
    none: 'Ho quello che mi serve, quindi rispondo.',
    back: 'Ho la risposta di {count} strumenti. Prima ne tengo conto.',
  },
  say: {
    look: 'Prima guardo il materiale.',
    note: 'Tengo i punti principali.',
    ask: 'Questo lo deve dire una persona.',
    step: 'Lascio che l’altro passo faccia la sua parte.',
    file: 'Lo metto in un file.',
  },
  note: 'punti principali',
  whichOne: 'A che cosa devo attenermi?',
  answered: 'Come è stato detto: {name}.',
  unreached: 'Questo non si è potuto usare: {name}.',
  filed: 'È nel file {name}.',
};

const portuguese: AgentWords = {
  think: {
    task: 'Devo fazer isto: {task}.',
    tools: 'O que me ajuda agora: {name}.',
    none: 'Tenho o que preciso, por isso respondo.',
    back: 'Já responderam {count} ferramentas. Primeiro levo isso em conta.',
  },
  say: {
    look: 'Primeiro vejo o material.',
    note: 'Guardo o principal.',
    ask: 'Isso cabe a uma pessoa dizer.',
    step: 'Deixo o outro passo fazer a sua parte.',
    file: 'Ponho-o num ficheiro.',
  },
  note: 'o principal',
  whichOne: 'A que devo ater-me?',
  answered: 'Como foi dito: {name}.',
  unreached: 'Isto não pôde ser usado: {name}.',
  filed: 'Está no ficheiro {name}.',
};

const WORDS: { readonly [code in LanguageCode]?: AgentWords } = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  it: italian,
  pt: portuguese,
};

/** The words of a language; English for those that the demo does not write. */
export function agentWords(code: LanguageCode): AgentWords {
  return WORDS[code] ?? english;
}
