/** English | Spanish | French | German | Italian | Portuguese. Words whose form does not change, and short phrases first. */
export const SMALL_WORDS = `
in the morning|por la mañana|le matin|am Morgen|di mattina|de manhã
in the evening|por la tarde|le soir|am Abend|di sera|à noite
in the afternoon|por la tarde|l'après-midi|am Nachmittag|nel pomeriggio|à tarde
at night|por la noche|la nuit|in der Nacht|di notte|à noite
on the wall|en la pared|au mur|an der Wand|sul muro|na parede
is open|está abierto|est ouvert|ist offen|è aperto|está aberto
it is|es|c'est|es ist|è|é
always knows|siempre sabe|sait toujours|weiß immer|sa sempre|sabe sempre
asks the keeper a question|hace una pregunta al guardián|pose une question au gardien|stellt dem Wärter eine Frage|fa una domanda al guardiano|faz uma pergunta ao guardião
every child|cada niño|chaque enfant|jedes Kind|ogni bambino|cada criança
every family|cada familia|chaque famille|jede Familie|ogni famiglia|cada família
every person|cada persona|chaque personne|jede Person|ogni persona|cada pessoa
this street|esta calle|cette rue|dieser Straße|questa strada|esta rua
this house|esta casa|cette maison|diesem Haus|questa casa|esta casa
there is no|no hay|il n'y a pas de|es gibt kein|non c'è|não há
because of|a causa de|à cause de|wegen|a causa di|por causa de
there is|hay|il y a|es gibt|c'è|há
there are|hay|il y a|es gibt|ci sono|há
a lot of|mucho|beaucoup de|viele|molto|muito
of course|por supuesto|bien sûr|natürlich|certo|claro
thank you|gracias|merci|danke|grazie|obrigado
good morning|buenos días|bonjour|guten Morgen|buongiorno|bom dia
good night|buenas noches|bonne nuit|gute Nacht|buonanotte|boa noite
how are you|¿cómo estás|comment vas-tu|wie geht es dir|come stai|como estás
do not|no|ne pas|nicht|non|não
does not|no|ne pas|nicht|non|não
did not|no|ne pas|nicht|non|não
is not|no es|n'est pas|ist nicht|non è|não é
are not|no son|ne sont pas|sind nicht|non sono|não são
cannot|no puede|ne peut pas|kann nicht|non può|não pode
going to|va a|va|wird|sta per|vai
each other|el uno al otro|l'un l'autre|einander|l'un l'altro|um ao outro
hello|hola|bonjour|hallo|ciao|olá
yes|sí|oui|ja|sì|sim
no|no|non|nein|no|não
not|no|pas|nicht|non|não
please|por favor|s'il vous plaît|bitte|per favore|por favor
and|y|et|und|e|e
or|o|ou|oder|o|ou
but|pero|mais|aber|ma|mas
if|si|si|wenn|se|se
because|porque|parce que|weil|perché|porque
when|cuando|quand|wenn|quando|quando
where|donde|où|wo|dove|onde
who|quien|qui|wer|chi|quem
what|qué|quoi|was|che cosa|o que
why|por qué|pourquoi|warum|perché|porquê
how|cómo|comment|wie|come|como
that|que|que|dass|che|que
which|que|qui|die|che|que
this|este|ce|dieses|questo|este
these|estos|ces|diese|questi|estes
those|esos|ces|jene|quelli|esses
of|de|de|von|di|de
to|a|à|zu|a|para
in|en|dans|in|in|em
on|en|sur|auf|su|em
at|en|à|bei|a|em
from|de|de|von|da|de
with|con|avec|mit|con|com
without|sin|sans|ohne|senza|sem
for|para|pour|für|per|para
by|por|par|von|da|por
about|sobre|sur|über|su|sobre
over|sobre|au-dessus de|über|sopra|sobre
under|bajo|sous|unter|sotto|debaixo de
between|entre|entre|zwischen|tra|entre
through|a través de|à travers|durch|attraverso|através de
before|antes de|avant|vor|prima di|antes de
after|después de|après|nach|dopo|depois de
into|en|dans|in|in|em
as|como|comme|als|come|como
than|que|que|als|di|do que
then|entonces|alors|dann|allora|então
now|ahora|maintenant|jetzt|adesso|agora
here|aquí|ici|hier|qui|aqui
there|allí|là|dort|là|ali
always|siempre|toujours|immer|sempre|sempre
never|nunca|jamais|nie|mai|nunca
often|a menudo|souvent|oft|spesso|muitas vezes
again|otra vez|encore|wieder|di nuovo|outra vez
still|todavía|encore|noch|ancora|ainda
already|ya|déjà|schon|già|já
only|solo|seulement|nur|solo|só
also|también|aussi|auch|anche|também
very|muy|très|sehr|molto|muito
more|más|plus|mehr|più|mais
less|menos|moins|weniger|meno|menos
too|demasiado|trop|zu|troppo|demasiado
slowly|despacio|lentement|langsam|lentamente|devagar
quickly|rápidamente|rapidement|schnell|velocemente|rapidamente
quietly|en silencio|doucement|leise|piano|em silêncio
together|juntos|ensemble|zusammen|insieme|juntos
today|hoy|aujourd'hui|heute|oggi|hoje
tomorrow|mañana|demain|morgen|domani|amanhã
yesterday|ayer|hier|gestern|ieri|ontem
I|yo|je|ich|io|eu
you|tú|tu|du|tu|tu
he|él|il|er|lui|ele
she|ella|elle|sie|lei|ela
it|ello|il|es|esso|isso
we|nosotros|nous|wir|noi|nós
they|ellos|ils|sie|loro|eles
me|me|me|mich|mi|me
him|lo|le|ihn|lo|o
them|los|les|sie|li|os
my|mi|mon|mein|mio|meu
your|tu|ton|dein|tuo|teu
his|su|son|sein|suo|seu
her|su|sa|ihr|sua|sua
its|su|son|sein|suo|seu
our|nuestro|notre|unser|nostro|nosso
their|su|leur|ihr|loro|seu
all|todos|tous|alle|tutti|todos
every|cada|chaque|jeder|ogni|cada
some|algunos|quelques|einige|alcuni|alguns
many|muchos|beaucoup de|viele|molti|muitos
something|algo|quelque chose|etwas|qualcosa|algo
nothing|nada|rien|nichts|niente|nada
everything|todo|tout|alles|tutto|tudo
nobody|nadie|personne|niemand|nessuno|ninguém
one|uno|un|eins|uno|um
two|dos|deux|zwei|due|dois
three|tres|trois|drei|tre|três
four|cuatro|quatre|vier|quattro|quatro
five|cinco|cinq|fünf|cinque|cinco
six|seis|six|sechs|sei|seis
ten|diez|dix|zehn|dieci|dez
seven|siete|sept|sieben|sette|sete
eight|ocho|huit|acht|otto|oito
nine|nueve|neuf|neun|nove|nove
each|cada|chaque|jeder|ogni|cada
while|mientras|pendant que|während|mentre|enquanto
until|hasta|jusqu'à|bis|fino a|até
soon|pronto|bientôt|bald|presto|em breve
mostly|sobre todo|surtout|meistens|soprattutto|sobretudo
maybe|quizás|peut-être|vielleicht|forse|talvez
somebody|alguien|quelqu'un|jemand|qualcuno|alguém
everybody|todos|tout le monde|alle|tutti|todos
near|cerca de|près de|bei|vicino a|perto de
behind|detrás de|derrière|hinter|dietro|atrás de
along|a lo largo de|le long de|entlang|lungo|ao longo de
`;
