import { wordSet, type Phrases } from '../phrases.ts';

export const italian: Phrases = {
  and: 'e',
  stopWords:
    wordSet(`quali qual vantaggi differenza differenze suggerisci riassumi perché nomina il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal
    dalla in nel nello nella nei nelle su sul sulla con per tra fra che chi cui quale come quando dove e o ma se non né si
    suo sua suoi sue mio mia tuo tua loro ci vi lo gli le mi ti è sono era erano essere ha hanno aveva avere molto più meno
    già anche solo tutto tutta tutti tutte questo questa quello quella due tre quattro cinque sei scrivi scrivere dammi
    crea elenco lista testo storia racconto trova vuole vede dice`),
  determiners: wordSet(
    'il lo la i gli le l un uno una suo sua mio questo questa quel quella nel nella sul sulla del della dello al alla ogni',
  ),
  definite: {
    un: 'il',
    una: 'la',
    uno: 'lo',
    il: 'il',
    lo: 'lo',
    la: 'la',
    i: 'i',
    gli: 'gli',
    le: 'le',
    del: 'il',
    della: 'la',
    nel: 'il',
    nella: 'la',
    l: "l'",
  },
  contractions: [
    ['di il', 'del'],
    ['di lo', 'dello'],
    ['di la', 'della'],
    ['a il', 'al'],
    ['a la', 'alla'],
    ['da il', 'dal'],
    ['da la', 'dalla'],
    ['in il', 'nel'],
    ['in la', 'nella'],
    ['su il', 'sul'],
    ['su la', 'sulla'],
  ],
  story: {
    fallback: { hero: 'il traghettatore', thing: 'la lettera', place: 'il porto' },
    titles: ['{Hero} e {thing}', 'Quello che custodiva {place}', 'Prima di perdere {thing}'],
    openings: [
      'Nessuno ricordava in che anno fosse arrivato {hero}; solo che, prima, le notti erano più lunghe.',
      'La mattina in cui tutto cominciò, {hero} aprì gli occhi in un silenzio che non era quello di sempre.',
    ],
    stirrings: [
      'Fu {thing} a cambiare la giornata: stava dove non doveva stare, con l’aria ancora tiepida intorno, *come se qualcuno avesse appena lasciato la presa*.',
      'Poi ci fu {thing}. {Hero} tacque a lungo, come si guarda una porta dove c’è sempre stato un muro.',
    ],
    turns: [
      'Sarebbe stato saggio lasciar perdere. {Hero} andò avanti, con il vento alle spalle come un amico impaziente.',
      'Qualcuno doveva pur chiedere, e chiedere era l’unica cosa che lì nessuno faceva. {Hero} chiese.',
    ],
    secondHeading: ['La strada lunga', 'Quello che disse la notte'],
    trials: [
      'La strada non era lunga, ma non stava ferma. Due volte ricomparve davanti {place}; due volte {thing} si fece più pesante, come le cose che vogliono essere posate.',
      'Nel buio ogni rumore aveva una forma: la corda, la pioggia, un cancello e, sotto tutto, un respiro lento. {Hero} imparò a distinguerli uno per uno.',
    ],
    climaxes: [
      'E là, dove la storia doveva finire, aspettava chi aveva perso tutto. «Sapevo che saresti stato tu», dissero insieme; risero, ed ebbero un po’ paura.',
      'Alla fine non ci fu nessuno da combattere. {Hero} disse l’unica frase vera della notte: «L’ho tenuto perché volevo che me lo chiedessero».',
    ],
    endings: [
      'Al mattino {place} sembrava quello di sempre. Solo {hero} camminava in un altro modo, come chi ha posato un peso e si guarda ancora le mani.',
      'Lo raccontano ancora, e lo raccontano male. {Hero} non corregge nessuno: certe cose restano intere solo finché nessuno le ha tutte.',
    ],
    tone: 'Tutto fu così, {tags}: così lo ricorda chi c’era.',
  },
  enhance: {
    details: [
      'ogni superficie mostra la sua età: bordi consumati, graffi sottili, un’ombra di umidità',
      'piccoli dettagli in primo piano guidano lo sguardo al soggetto',
    ],
    composition: [
      'composizione decentrata secondo la regola dei terzi, profondità chiara',
      'vista leggermente dal basso, a media distanza, con spazio libero intorno',
    ],
    light: [
      'sole basso e caldo da sinistra, ombre lunghe e morbide',
      'luce diurna diffusa con un bordo luminoso intorno al soggetto',
    ],
    mood: ['atmosfera quieta e in attesa', 'atmosfera intima, due colori principali e un accento'],
    quality: ['fuoco nitido sul soggetto, poca profondità di campo, grande dettaglio'],
    notes: 'ovunque: {notes}',
  },
  persona: { woven: '{name}, {description},', added: 'C’è anche {name}: {description}.' },
  free: {
    answer: [
      'Al centro di {topic} c’è una tensione semplice tra {a} e {b}: più dell’uno di solito vuol dire meno dell’altro.',
      'Per capire {topic} conviene partire da {a}, perché il resto ne segue.',
    ],
    more: [
      'In pratica {a} decide come si vive ogni giorno e {b} decide se dura. Dove i due si incontrano si vede {c}.',
    ],
    close: ['In breve: cominciare da {a}, tenere d’occhio {b} e lasciare {c} a dopo.'],
    items: [
      'Partire da {a} e mostrare che cosa cambia',
      'Mettere {b} accanto a {a} e lasciar parlare il contrasto',
      'Guardare {topic} con gli occhi di chi arriva ora',
      'Fare a meno di {c} per una volta e vedere che cosa resta',
      'Raccontare {b} al contrario, dalla fine',
      'Dare a {a} un prezzo, un luogo e una data',
      'Chiedere chi ci guadagna con {topic} e chi paga',
      'Raccogliere tre frasi vere su {b}',
    ],
    steps: [
      'Dire in una frase che cosa deve ottenere {topic}, e per chi.',
      'Raccogliere ciò che si sa di {a} e segnare ciò che si suppone.',
      'Provare la versione più piccola di {b} che possa fallire.',
      'Guardare il risultato con qualcuno di esterno.',
      'Tenere ciò che ha funzionato e annotare perché.',
    ],
    titles: [
      'Il lato quieto di {topic}',
      '{Topic} visto da {a}',
      'Tra {a} e {b}',
      'Ciò che lascia {topic}',
      'Appunti su {topic}',
    ],
    headings: {
      summary: 'Riassunto',
      strengths: 'Che cosa funziona',
      weaknesses: 'Che cosa è debole',
      next: 'Che cosa fare ora',
    },
    strengths: ['{a} è chiaro fin dalla prima riga.', 'La parte su {b} è concreta e verificabile.'],
    weaknesses: [
      'Dà {c} per scontato; chi non lo conosce si perde lì.',
      'Il legame tra {a} e {b} è affermato più che mostrato.',
    ],
    next: ['Dare un esempio di {a}, con una cifra o un nome.', 'Togliere ciò che ripete l’idea di {b}.'],
    poem: [
      '{Topic}, e il giorno si china,',
      'un poco di {a} nel chiarore;',
      'e {b}, che ogni mattina',
      'è mezza luce e mezzo colore.',
    ],
    letter: { greeting: 'Buongiorno,', close: 'Cordiali saluti' },
    something: 'la questione',
    generic: ['il costo', 'l’abitudine', 'il tempo'],
    questions: [
      'Che cosa si sa su {a}?',
      'Chi decide su {b}?',
      'Che cosa cambierebbe {c}?',
      'Che cosa resta aperto su {b}?',
    ],
  },
};
