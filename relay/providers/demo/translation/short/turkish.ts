import type { ShortParts } from '../rendering.ts';

/** What the demo says in Turkish of its English stories, and the templates' own sentences. */
export const turkishFrames: ShortParts = {
  and: 've',
  standIns: { hero: 'oralı biri', thing: 'tuhaf bir buluntu', place: 'kasaba' },
  about: 'Burada şunlardan söz ediliyor: {list}.',
  plain: 'Bu, yalın sözcüklerle yazılmış kısa bir metin.',
  story: {
    titles: '{Hero}: bir gecenin öyküsü',
    openings:
      '{Hero} oraya ilk ne zaman gelmişti, kimse bilmiyordu; yalnızca eskiden günlerin daha sessiz olduğu hatırlanıyordu.',
    stirrings: '{Thing}: her şey böyle başladı, hâlâ biraz ılık, *sanki biri az önce elinden bırakmış gibi*.',
    turns:
      'Her şeyi olduğu gibi bırakmak daha akıllıca olurdu. Ama {hero} son evleri de geçip yoluna devam etti; rüzgâr sabırsız bir dost gibi arkadan itiyordu.',
    secondHeading: 'Uzun yol',
    trials:
      'Yol uzun değildi ama yerinde durmuyordu. Karanlıkta her sesin bir biçimi vardı: ip, yağmur, bir kapı ve hepsinin altında ağır bir soluk.',
    climaxes:
      'Öykünün bitmesi gereken yerde her şeyini yitirmiş biri bekliyordu. “Sen olacağını biliyordum,” dediler ikisi birden; güldüler ve biraz korktular.',
    endings:
      'Sabah her şey her zamanki gibiydi. Yalnız {hero} artık başka türlü yürüyordu, yükünü bırakmış ama hâlâ boş ellerine bakan biri gibi.',
    tone: 'Orada olanlar o geceyi böyle hatırlıyor.',
  },
  nouns: {
    lantern: 'Fener',
    letter: 'Mektup',
    map: 'Harita',
    lamp: 'Lamba',
    key: 'Anahtar',
    book: 'Kitap',
    coat: 'Palto',
    ship: 'Gemi',
  },
  texts: [
    'Günaydın.',
    'Eski deniz feneri bugün açık.',
    'Küçük odada kahve ve ekmek, duvarda da bir harita var.',
    'Her çocuk bekçiye bir soru soruyor ve o yanıtı her zaman biliyor.',
    'Akşamları liman sessizdir.',
    'Şirket, eski köprünün altındaki çalışma yüzünden sabah sekiz ile öğleden sonra iki arasında evlerde su olmayacağını bu sokaktaki her aileye bildirmek zorundadır.',
    'Her ailenin gün için su saklaması gerekiyor.',
    'Evdeki yaşlılara yardım etmek de iyi olur.',
    'Şirket bunun kolay olmadığını biliyor ve herkese teşekkür ediyor.',
    'Wren, bir türlü yanmayan bir feneri gece pazarının içinden geçiriyor ve her satıcıya nedenini soruyor.',
    'Kimse aynı fikirde değil.',
    'sekiz yaşında ve yaşına göre ufak tefek, düz kâküllü koyu saçlı, gri gözlü, ön dişleri arasında bir boşluk ve sol gözünün altında bir çil var',
  ],
};
