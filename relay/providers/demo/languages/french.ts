import { wordSet, type Phrases } from '../phrases.ts';

export const french: Phrases = {
  and: 'et',
  stopWords:
    wordSet(`quelles quels quelle quel pourquoi comment avantages différence différences propose résume nomme le la les l un une des de du d au aux à en dans sur sous par pour avec sans entre vers chez que qu qui
    quoi dont où quand comme et ou mais si ne pas n plus moins très aussi ce cet cette ces c se s son sa ses leur leurs mon
    ma mes ton ta tes notre votre il elle ils elles on nous vous je j tu me m te t lui y est sont était étaient être a ont
    avait avoir fait faire tout toute tous toutes deux trois quatre cinq six écris écrire donne crée liste texte histoire
    trouve veut voit dit`),
  determiners: wordSet('le la les l un une des du au aux son sa ses mon ma ce cet cette leur chaque'),
  definite: {
    un: 'le',
    une: 'la',
    le: 'le',
    la: 'la',
    les: 'les',
    des: 'les',
    du: 'le',
    au: 'le',
    l: "l'",
    ce: 'le',
    cette: 'la',
  },
  contractions: [
    ['de le', 'du'],
    ['de les', 'des'],
    ['à le', 'au'],
    ['à les', 'aux'],
  ],
  story: {
    fallback: { hero: 'le passeur', thing: 'la lettre', place: 'le port' },
    titles: ['{Hero} et {thing}', 'Ce que gardait {place}', 'Avant de perdre {thing}'],
    openings: [
      'Personne ne savait plus en quelle année était venu {hero} ; avant, disait-on, les nuits étaient plus longues.',
      'Le matin où tout commença, {hero} s’éveilla dans un silence qui n’était pas celui des autres jours.',
    ],
    stirrings: [
      'C’est {thing} qui changea la journée : là où rien ne devait se trouver, l’air encore tiède autour, *comme si quelqu’un venait de lâcher prise*.',
      'Puis il y eut {thing}. {Hero} se tut longtemps, comme on regarde une porte là où il y a toujours eu un mur.',
    ],
    turns: [
      'Il aurait été raisonnable de passer son chemin. {Hero} continua, le vent dans le dos comme un ami impatient.',
      'Il fallait bien que quelqu’un pose la question, et poser des questions, ici, personne ne le faisait. {Hero} la posa.',
    ],
    secondHeading: ['Le long détour', 'Ce que dit la nuit'],
    trials: [
      'Le chemin n’était pas long, mais il ne tenait pas en place. Deux fois {place} reparut devant, deux fois {thing} se fit plus lourd à porter, comme tout ce qui voudrait qu’on le pose.',
      'Dans le noir, chaque bruit avait une forme : la corde, la pluie, une grille et, dessous, une respiration lente. {Hero} apprit à les distinguer une à une.',
    ],
    climaxes: [
      'Et là, où l’histoire aurait dû finir, attendait celui qui avait tout perdu. « Je pensais que ce serait toi », dirent-ils ensemble ; ils rirent, et eurent un peu peur.',
      'À la fin, il n’y eut personne à combattre. {Hero} dit la seule phrase vraie de la nuit : « J’ai gardé cela parce que je voulais qu’on me le demande. »',
    ],
    endings: [
      'Au matin, {place} ressemblait à ce qu’il avait toujours été. Seul le pas avait changé : celui de {hero}, qui semblait avoir posé un poids et regardait encore ses mains.',
      'On le raconte toujours, et on le raconte mal. {Hero} ne corrige jamais : certaines choses ne restent entières que si personne ne les a toutes.',
    ],
    tone: 'Tout cela fut ainsi, {tags} : c’est le souvenir qu’en gardent ceux qui étaient là.',
  },
  enhance: {
    details: [
      'chaque surface dit son âge : bords usés, fines rayures, un reste d’humidité',
      'de petits détails au premier plan conduisent le regard vers le sujet',
    ],
    composition: [
      'composition décentrée selon la règle des tiers, profondeur nette',
      'vue légèrement en contre-plongée, à mi-distance, avec de l’espace autour',
    ],
    light: [
      'soleil bas et chaud venant de la gauche, ombres longues et douces',
      'lumière du jour diffuse, liseré clair autour du sujet',
    ],
    mood: ['atmosphère calme, en attente', 'atmosphère intime, deux couleurs dominantes et un accent'],
    quality: ['mise au point nette sur le sujet, faible profondeur de champ, grand niveau de détail'],
    notes: 'partout : {notes}',
  },
  persona: { woven: '{name}, {description},', added: 'On y voit aussi {name} : {description}.' },
  free: {
    answer: [
      'Au cœur du sujet – {topic} – il y a une tension simple entre {a} et {b} : plus de l’un donne souvent moins de l’autre.',
      'Pour comprendre {topic}, mieux vaut commencer par {a}, car le reste en découle.',
    ],
    more: [
      'Dans la pratique, {a} décide de chaque jour et {b} décide de ce qui dure. Là où les deux se rencontrent, on voit {c}.',
    ],
    close: ['En bref : commencer par {a}, garder {b} en vue et laisser {c} pour plus tard.'],
    items: [
      'Partir de {a} et montrer ce que cela change',
      'Placer {b} à côté de {a} et laisser parler le contraste',
      'Regarder {topic} avec les yeux d’un nouveau venu',
      'Se passer une fois de {c} et voir ce qui reste',
      'Raconter {b} à rebours, depuis la fin',
      'Donner à {a} un prix, un lieu et une date',
      'Demander qui gagne à {topic} et qui paie',
      'Réunir trois phrases vraies sur {b}',
    ],
    steps: [
      'Dire en une phrase ce que {topic} doit apporter, et à qui.',
      'Réunir ce que l’on sait de {a} et signaler ce que l’on suppose.',
      'Essayer la plus petite version de {b} qui puisse échouer.',
      'Regarder le résultat avec quelqu’un d’extérieur.',
      'Garder ce qui a marché et noter pourquoi.',
    ],
    titles: [
      'La face discrète de {topic}',
      '{Topic}, vu depuis {a}',
      'Entre {a} et {b}',
      'Ce que laisse {topic}',
      'Notes sur {topic}',
    ],
    headings: {
      summary: 'Résumé',
      strengths: 'Ce qui marche',
      weaknesses: 'Ce qui est faible',
      next: 'La suite',
    },
    strengths: ['{a} est clair dès la première ligne.', 'La partie sur {b} est concrète et vérifiable.'],
    weaknesses: [
      '{c} est supposé connu ; qui l’ignore s’y perd.',
      'Le lien entre {a} et {b} est affirmé plutôt que montré.',
    ],
    next: [
      'Donner un exemple pour {a}, avec un chiffre ou un nom.',
      'Supprimer ce qui répète l’idée de {b}.',
    ],
    poem: [
      '{Topic}, et le jour se penche,',
      'un peu de {a} dans la clarté ;',
      'ce que {b} garde en sa branche',
      'est mi-matin, mi-vérité.',
    ],
    letter: { greeting: 'Bonjour,', close: 'Bien cordialement' },
    something: 'la question',
    generic: ['le coût', 'l’habitude', 'le temps'],
    questions: [
      'Que sait-on sur {a} ?',
      'Qui décide pour {b} ?',
      'Que changerait {c} ?',
      'Que reste-t-il à savoir sur {b} ?',
    ],
  },
};
