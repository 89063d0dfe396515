import type { ShortParts } from '../rendering.ts';

/** What the demo says in Swedish of its English stories, and the templates' own sentences. */
export const swedishFrames: ShortParts = {
  and: 'och',
  standIns: { hero: 'någon från trakten', thing: 'ett märkligt fynd', place: 'staden' },
  about: 'Det handlar om följande: {list}.',
  plain: 'Det här är en kort text med enkla ord.',
  story: {
    titles: '{Hero}: berättelsen om en natt',
    openings: 'Ingen mindes längre när {hero} först kom dit, bara att dagarna hade varit stillare förr.',
    stirrings: '{Thing}: så började allt, ännu lite varmt, *som om någon nyss hade släppt taget*.',
    turns:
      'Det klokaste hade varit att låta allt vara. Men {hero} gick vidare, förbi de sista husen, med vinden i ryggen som en otålig vän.',
    secondHeading: 'Den långa omvägen',
    trials:
      'Vägen var inte lång, men den stannade inte där den var. I mörkret hade varje ljud en form: rep, regn, en grind och under alltihop ett långsamt andetag.',
    climaxes:
      'Och där, där berättelsen borde ha slutat, stod den som hade förlorat allt. ”Jag trodde väl att det skulle bli du”, sade de båda, och skrattade, och var lite rädda.',
    endings:
      'På morgonen såg allt ut som det brukade. Bara {hero} gick annorlunda, som någon som har ställt ifrån sig en tyngd och ännu ser på sina tomma händer.',
    tone: 'Så minns de som var där den natten.',
  },
  nouns: {
    lantern: 'Lyktan',
    letter: 'Brevet',
    map: 'Kartan',
    lamp: 'Lampan',
    key: 'Nyckeln',
    book: 'Boken',
    coat: 'Kappan',
    ship: 'Skeppet',
  },
  texts: [
    'God morgon.',
    'Den gamla fyren är öppen i dag.',
    'Det finns kaffe och bröd i det lilla rummet, och en karta på väggen.',
    'Varje barn ställer en fråga till fyrvaktaren, och han vet alltid svaret.',
    'På kvällen är hamnen stilla.',
    'Företaget måste meddela alla familjer på den här gatan att det på grund av arbetet under den gamla bron inte finns vatten i husen mellan klockan åtta på morgonen och två på eftermiddagen.',
    'Varje familj behöver spara vatten för dagen.',
    'Det är också bra att hjälpa de gamla i huset.',
    'Företaget vet att det inte är lätt och tackar alla.',
    'Wren bär en lykta som inte vill tändas genom en nattmarknad och frågar varje försäljare varför.',
    'Ingen är överens.',
    'åtta år och liten för sin ålder, med mörkt hår och rak lugg, grå ögon, en glugg mellan framtänderna och en fräkne under vänster öga',
  ],
};
