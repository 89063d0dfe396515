import type { ShortParts } from '../rendering.ts';

/** What the demo says in Malay of its English stories, and the templates' own sentences. */
export const malayFrames: ShortParts = {
  and: 'dan',
  standIns: { hero: 'seseorang di situ', thing: 'satu jumpaan ganjil', place: 'bandar' },
  about: 'Yang disebut di sini ialah: {list}.',
  plain: 'Ini teks pendek dengan perkataan yang mudah.',
  story: {
    titles: '{Hero}: kisah satu malam',
    openings:
      'Tiada siapa lagi yang ingat bila {hero} mula-mula tiba di situ, hanya bahawa dahulu hari-hari lebih tenang.',
    stirrings:
      '{Thing}: dari situlah segala-galanya bermula, masih hangat sedikit, *seolah-olah baru sahaja dilepaskan seseorang*.',
    turns:
      'Lebih bijak jika semuanya dibiarkan seperti sedia kala. Tetapi {hero} terus berjalan melepasi rumah-rumah terakhir, dengan angin menolak dari belakang seperti kawan yang tidak sabar.',
    secondHeading: 'Jalan jauh yang berliku',
    trials:
      'Jalannya tidak panjang, tetapi tidak mahu diam di tempatnya. Dalam gelap setiap bunyi mempunyai rupa: tali, hujan, sebuah pagar, dan di bawah semuanya nafas yang perlahan.',
    climaxes:
      'Dan di tempat kisah itu sepatutnya berakhir, berdirilah orang yang telah kehilangan segala-galanya. “Sudah saya agak awak orangnya,” kata kedua-duanya serentak, lalu ketawa, dan takut sedikit.',
    endings:
      'Pada waktu pagi semuanya kelihatan seperti biasa. Hanya {hero} yang berjalan dengan cara lain, seperti orang yang telah meletakkan beban dan masih memandang tangannya yang kosong.',
    tone: 'Begitulah malam itu dikenang oleh mereka yang berada di situ.',
  },
  headings: {
    summary: 'Ringkasan',
    strengths: 'Yang berkesan',
    weaknesses: 'Yang lemah',
    next: 'Langkah seterusnya',
  },
  picture: {
    details: 'butiran kecil di latar depan membawa mata kepada subjek',
    light: 'cahaya hangat yang lembut dan bayang panjang',
    mood: 'suasananya tenang dan penuh penantian',
  },
  nouns: {
    keeper: 'penjaga',
    fox: 'musang',
    house: 'rumah',
    sea: 'laut',
    harbour: 'pelabuhan',
    lighthouse: 'rumah api',
    market: 'pasar',
    night: 'malam',
    garden: 'kebun',
    child: 'kanak-kanak',
    dog: 'anjing',
    cat: 'kucing',
    bird: 'burung',
    tree: 'pokok',
    forest: 'hutan',
    rain: 'hujan',
    snow: 'salji',
    friend: 'kawan',
    street: 'jalan',
    bridge: 'jambatan',
    library: 'perpustakaan',
    'lighthouse keeper': 'penjaga',
    lantern: 'Tanglung',
    letter: 'Surat',
    map: 'Peta',
    lamp: 'Lampu',
    key: 'Kunci',
    book: 'Buku',
    coat: 'Kot',
    ship: 'Kapal',
  },
  texts: [
    'Selamat pagi.',
    'Rumah api lama itu dibuka hari ini.',
    'Di bilik kecil ada kopi dan roti, dan di dinding ada sebuah peta.',
    'Setiap kanak-kanak bertanya satu soalan kepada penjaga, dan dia sentiasa tahu jawapannya.',
    'Pada waktu petang pelabuhan sunyi.',
    'Syarikat mesti memberitahu setiap keluarga di jalan ini bahawa, kerana kerja di bawah jambatan lama, tiada air di rumah antara pukul lapan pagi dengan pukul dua petang.',
    'Setiap keluarga perlu menyimpan air untuk hari itu.',
    'Elok juga membantu orang tua di rumah.',
    'Syarikat tahu bahawa ini tidak mudah dan berterima kasih kepada setiap orang.',
    'Wren membawa tanglung yang tidak mahu menyala melalui pasar malam dan bertanya kepada setiap penjual mengapa.',
    'Tiada siapa yang sependapat.',
    'lapan tahun dan kecil bagi usianya, berambut gelap dengan jambul lurus, bermata kelabu, ada celah di antara gigi depannya dan satu jeragat di bawah mata kiri',
  ],
};
