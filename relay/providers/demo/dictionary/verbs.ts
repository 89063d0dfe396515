/** English | Spanish | French | German | Italian | Portuguese, in the third person or as it mostly stands in prose. */
export const VERBS = `
needs to|necesita|doit|muss|deve|precisa de
waits for|espera|attend|wartet auf|aspetta|espera
waited for|esperó|attendit|wartete auf|aspettò|esperou
looks at|mira|regarde|betrachtet|guarda|olha
looked at|miró|regarda|betrachtete|guardò|olhou
looks for|busca|cherche|sucht|cerca|procura
wants to|quiere|veut|will|vuole|quer
is|es|est|ist|è|é
are|son|sont|sind|sono|são
am|soy|suis|bin|sono|sou
was|era|était|war|era|era
were|eran|étaient|waren|erano|eram
be|ser|être|sein|essere|ser
has|tiene|a|hat|ha|tem
have|tienen|ont|haben|hanno|têm
had|tenía|avait|hatte|aveva|tinha
do|hacer|faire|tun|fare|fazer
does|hace|fait|tut|fa|faz
did|hizo|a fait|tat|fece|fez
can|puede|peut|kann|può|pode
could|podía|pouvait|konnte|poteva|podia
will|va a|va|wird|va a|vai
would|quería|voulait|würde|vorrebbe|queria
must|debe|doit|muss|deve|deve
should|debería|devrait|sollte|dovrebbe|deveria
goes|va|va|geht|va|vai
go|ir|aller|gehen|andare|ir
went|fue|alla|ging|andò|foi
comes|viene|vient|kommt|viene|vem
come|venir|venir|kommen|venire|vir
came|vino|vint|kam|venne|veio
sees|ve|voit|sieht|vede|vê
see|ver|voir|sehen|vedere|ver
saw|vio|vit|sah|vide|viu
looks|mira|regarde|schaut|guarda|olha
look|mirar|regarder|schauen|guardare|olhar
looked|miró|regarda|schaute|guardò|olhou
finds|encuentra|trouve|findet|trova|encontra
find|encontrar|trouver|finden|trovare|encontrar
found|encontró|trouva|fand|trovò|encontrou
says|dice|dit|sagt|dice|diz
say|decir|dire|sagen|dire|dizer
said|dijo|dit|sagte|disse|disse
knows|sabe|sait|weiß|sa|sabe
know|saber|savoir|wissen|sapere|saber
knew|sabía|savait|wusste|sapeva|sabia
wants|quiere|veut|will|vuole|quer
want|querer|vouloir|wollen|volere|querer
wanted|quería|voulait|wollte|voleva|queria
needs|necesita|a besoin de|braucht|ha bisogno di|precisa de
need|necesitar|avoir besoin de|brauchen|avere bisogno di|precisar de
takes|toma|prend|nimmt|prende|toma
take|tomar|prendre|nehmen|prendere|tomar
took|tomó|prit|nahm|prese|tomou
gives|da|donne|gibt|dà|dá
give|dar|donner|geben|dare|dar
gave|dio|donna|gab|diede|deu
makes|hace|fait|macht|fa|faz
make|hacer|faire|machen|fare|fazer
made|hizo|fit|machte|fece|fez
keeps|guarda|garde|behält|tiene|guarda
kept|guardó|garda|behielt|tenne|guardou
lives|vive|vit|lebt|vive|vive
live|vivir|vivre|leben|vivere|viver
lived|vivía|vivait|lebte|viveva|vivia
loves|ama|aime|liebt|ama|ama
love|amar|aimer|lieben|amare|amar
works|trabaja|travaille|arbeitet|lavora|trabalha
work|trabajar|travailler|arbeiten|lavorare|trabalhar
waits|espera|attend|wartet|aspetta|espera
waited|esperó|attendit|wartete|aspettò|esperou
sleeps|duerme|dort|schläft|dorme|dorme
runs|corre|court|läuft|corre|corre
walks|camina|marche|geht|cammina|caminha
walked|caminó|marcha|ging|camminò|caminhou
sings|canta|chante|singt|canta|canta
reads|lee|lit|liest|legge|lê
read|leer|lire|lesen|leggere|ler
writes|escribe|écrit|schreibt|scrive|escreve
write|escribir|écrire|schreiben|scrivere|escrever
opens|abre|ouvre|öffnet|apre|abre
opened|abrió|ouvrit|öffnete|aprì|abriu
closes|cierra|ferme|schließt|chiude|fecha
begins|empieza|commence|beginnt|comincia|começa
began|empezó|commença|begann|cominciò|começou
ends|termina|finit|endet|finisce|termina
stands|está|se trouve|steht|sta|está
stood|estaba|se trouvait|stand|stava|estava
falls|cae|tombe|fällt|cade|cai
fell|cayó|tomba|fiel|cadde|caiu
shows|muestra|montre|zeigt|mostra|mostra
thinks|piensa|pense|denkt|pensa|pensa
thought|pensó|pensa|dachte|pensò|pensou
helps|ayuda|aide|hilft|aiuta|ajuda
help|ayudar|aider|helfen|aiutare|ajudar
eats|come|mange|isst|mangia|come
drinks|bebe|boit|trinkt|beve|bebe
watches|observa|observe|beobachtet|osserva|observa
holds|sostiene|tient|hält|tiene|segura
turns|gira|tourne|dreht|gira|vira
asks|pregunta|demande|fragt|chiede|pergunta
asked|preguntó|demanda|fragte|chiese|perguntou
brings|trae|apporte|bringt|porta|traz
leaves|deja|quitte|verlässt|lascia|deixa
left|dejó|quitta|verließ|lasciò|deixou
keep|guardar|garder|behalten|tenere|guardar
inform|informar a|informer|informieren|informare|informar
thanks|agradece a|remercie|dankt|ringrazia|agradece a
mend|reparar|réparer|flicken|riparare|consertar
carries|lleva|porte|trägt|porta|leva
moves|se mueve|bouge|bewegt sich|si muove|muda-se
plans|planea|prévoit|plant|progetta|planeia
meets|encuentra|rencontre|trifft|incontra|encontra
met|se reunieron|se réunirent|trafen sich|si incontrarono|reuniram-se
pays|paga|paie|zahlt|paga|paga
pay|pagan|paient|zahlen|pagano|pagam
check|comprobar|vérifier|prüfen|controllare|verificar
rains|llueve|pleut|regnet|piove|chove
`;
