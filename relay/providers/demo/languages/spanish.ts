import { wordSet, type Phrases } from '../phrases.ts';

export const spanish: Phrases = {
  and: 'y',
  stopWords:
    wordSet(`cuáles cuál qué cómo dónde quién ventajas diferencia diferencias nombra sugiere resume el la los las un una unos unas de del al a en por para con sin sobre entre hacia desde hasta que quien
    cual cuyo como cuando donde y e o u pero si no ni se su sus le les lo me te nos mi mis tu tus es son era eran fue ser
    está están estaba hay haber ha han muy más menos ya también solo todo toda todos todas este esta estos estas ese esa
    eso esto aquel aquella uno dos tres cuatro cinco seis escribe escribir haz dame crea lista texto sobre historia cuento
    encuentra quiere ve dice`),
  determiners: wordSet('el la los las un una unos unas su sus mi tu este esta ese esa del al cada'),
  definite: {
    un: 'el',
    una: 'la',
    el: 'el',
    la: 'la',
    los: 'los',
    las: 'las',
    unos: 'los',
    unas: 'las',
    del: 'el',
    al: 'el',
  },
  contractions: [
    ['de el', 'del'],
    ['a el', 'al'],
  ],
  story: {
    fallback: { hero: 'el barquero', thing: 'la carta', place: 'el puerto' },
    titles: ['{Hero} y {thing}', 'Lo que guardaba {place}', 'Antes de perder {thing}'],
    openings: [
      'Nadie recordaba en qué año había llegado {hero}; solo que, antes, las noches eran más largas.',
      'La mañana en que todo empezó, {hero} despertó en un silencio que no era el de siempre.',
    ],
    stirrings: [
      'Fue {thing} lo que cambió el día: estaba donde no debía estar, tibio todavía el aire alrededor, *como si alguien acabara de soltar algo*.',
      'Y entonces apareció {thing}. {Hero} no dijo nada durante mucho rato, como quien mira una puerta donde siempre hubo un muro.',
    ],
    turns: [
      'Lo sensato habría sido dejarlo. {Hero} siguió adelante, con el viento empujando por la espalda como un amigo impaciente.',
      'Alguien tenía que preguntar, y preguntar era lo único que allí no hacía nadie. {Hero} preguntó.',
    ],
    secondHeading: ['El camino largo', 'Lo que dijo la noche'],
    trials: [
      'El camino no era largo, pero no se quedaba quieto. Dos veces volvió a aparecer {place} delante, aunque ya había quedado atrás; dos veces pesó más {thing}, como pesan las cosas que quieren descansar.',
      'En la oscuridad cada ruido tenía una forma: la cuerda, la lluvia, una verja y, debajo de todo, una respiración lenta. {Hero} aprendió a distinguirlas una por una.',
    ],
    climaxes: [
      'Y allí, donde la historia debía terminar, esperaba quien lo había perdido. «Sabía que serías tú», dijeron los dos a la vez, y se rieron, y tuvieron un poco de miedo.',
      'Al final no hubo que luchar con nadie. {Hero} dijo la única frase verdadera de la noche: «Lo guardé porque quería que alguien me lo pidiera».',
    ],
    endings: [
      'Por la mañana {place} parecía igual que siempre. Solo {hero} caminaba de otra manera, como quien ha dejado un peso y todavía se mira las manos.',
      'Aún lo cuentan, y lo cuentan mal. {Hero} nunca corrige a nadie: hay cosas que solo siguen enteras mientras nadie las tiene todas.',
    ],
    tone: 'Todo aquello fue así, {tags}: así lo recuerdan quienes estuvieron.',
  },
  enhance: {
    details: [
      'cada superficie muestra su edad: bordes gastados, arañazos finos, un rastro de humedad',
      'pequeños detalles en primer plano llevan la mirada hacia el motivo',
    ],
    composition: [
      'composición descentrada según la regla de los tercios, con profundidad clara',
      'vista ligeramente desde abajo, a media distancia, con espacio libre alrededor',
    ],
    light: [
      'sol bajo y cálido desde la izquierda, sombras largas y suaves',
      'luz de día difusa con un borde luminoso alrededor del motivo',
    ],
    mood: ['ambiente tranquilo y expectante', 'ambiente íntimo, con dos colores principales y un acento'],
    quality: ['enfoque nítido en el motivo, poca profundidad de campo, gran detalle'],
    notes: 'en todo momento: {notes}',
  },
  persona: { woven: '{name}, {description},', added: 'También está {name}: {description}.' },
  free: {
    answer: [
      'En el centro de {topic} hay una tensión sencilla entre {a} y {b}: más de lo uno suele ser menos de lo otro.',
      'Para entender {topic} conviene empezar por {a}, porque lo demás se sigue de ahí.',
    ],
    more: [
      'En la práctica, {a} decide cómo se vive cada día y {b} decide si dura. Donde ambos se encuentran se ve {c}.',
    ],
    close: ['La respuesta breve: empezar por {a}, no perder de vista {b} y dejar {c} para después.'],
    items: [
      'Empezar por {a} y mostrar qué cambia',
      'Poner {b} junto a {a} y dejar que hable el contraste',
      'Mirar {topic} con los ojos de un recién llegado',
      'Dejar fuera {c} por una vez y ver qué queda',
      'Contar {b} al revés, desde el final',
      'Dar a {a} un precio, un lugar y una fecha',
      'Preguntar quién gana con {topic} y quién lo paga',
      'Reunir tres frases verdaderas sobre {b}',
    ],
    steps: [
      'Decir en una frase qué debe lograr {topic}, y para quién.',
      'Reunir lo que se sabe de {a} y marcar lo que solo se supone.',
      'Probar la versión más pequeña de {b} que pueda fallar.',
      'Mirar el resultado con alguien de fuera.',
      'Guardar lo que funcionó y anotar por qué.',
    ],
    titles: [
      'El lado callado de {topic}',
      '{Topic} desde {a}',
      'Entre {a} y {b}',
      'Lo que deja {topic}',
      'Notas sobre {topic}',
    ],
    headings: {
      summary: 'Resumen',
      strengths: 'Lo que funciona',
      weaknesses: 'Lo que flojea',
      next: 'Qué hacer ahora',
    },
    strengths: [
      '{a} está claro desde la primera línea.',
      'La parte sobre {b} es concreta y se puede comprobar.',
    ],
    weaknesses: [
      'Da {c} por sabido; quien no lo conozca se pierde ahí.',
      'La relación entre {a} y {b} se afirma, pero no se muestra.',
    ],
    next: ['Dar un ejemplo de {a}, con una cifra o un nombre.', 'Quitar lo que repite la idea de {b}.'],
    poem: [
      '{Topic}, y el día se inclina,',
      'un poco de {a} en la claridad;',
      'lo que {b} siempre adivina',
      'es media mañana y media verdad.',
    ],
    letter: { greeting: 'Hola:', close: 'Un saludo cordial' },
    something: 'el asunto',
    generic: ['el coste', 'la costumbre', 'el tiempo'],
    questions: [
      '¿Qué se sabe sobre {a}?',
      '¿Quién decide sobre {b}?',
      '¿Qué cambiaría {c}?',
      '¿Qué queda abierto sobre {b}?',
    ],
  },
};
