import type { ShortParts } from '../rendering.ts';

/** What the demo says in Indonesian of its English stories, and the templates' own sentences. */
export const indonesianFrames: ShortParts = {
  and: 'dan',
  standIns: { hero: 'seseorang di sana', thing: 'sebuah temuan aneh', place: 'kota' },
  about: 'Yang dibicarakan di sini: {list}.',
  plain: 'Ini teks pendek dengan kata-kata sederhana.',
  story: {
    titles: '{Hero}: kisah satu malam',
    openings:
      'Tidak ada lagi yang ingat kapan {hero} pertama kali datang ke sana, hanya bahwa dulu hari-hari lebih tenang.',
    stirrings:
      '{Thing}: dari situlah semuanya bermula, masih sedikit hangat, *seolah-olah baru saja dilepaskan seseorang*.',
    turns:
      'Sebenarnya lebih bijak membiarkan semuanya seperti semula. Tetapi {hero} terus berjalan melewati rumah-rumah terakhir, dengan angin mendorong dari belakang seperti teman yang tidak sabar.',
    secondHeading: 'Jalan memutar yang panjang',
    trials:
      'Jalannya tidak panjang, tetapi tidak mau diam di tempat. Dalam gelap setiap bunyi punya bentuk: tali, hujan, sebuah gerbang, dan di bawah semuanya sebuah napas yang lambat.',
    climaxes:
      'Dan di tempat kisah itu seharusnya berakhir, berdirilah orang yang telah kehilangan segalanya. “Sudah kuduga itu kamu,” kata keduanya bersamaan, lalu tertawa, dan sedikit takut.',
    endings:
      'Pada pagi hari semuanya tampak seperti biasa. Hanya {hero} yang berjalan dengan cara lain, seperti orang yang telah meletakkan beban dan masih memandangi tangannya yang kosong.',
    tone: 'Begitulah malam itu dikenang oleh mereka yang ada di sana.',
  },
  headings: {
    summary: 'Ringkasan',
    strengths: 'Yang berhasil',
    weaknesses: 'Yang lemah',
    next: 'Langkah berikutnya',
  },
  picture: {
    details: 'rincian kecil di latar depan menuntun mata ke pokok gambar',
    light: 'cahaya hangat yang lembut dan bayangan panjang',
    mood: 'suasananya tenang dan penuh penantian',
  },
  nouns: {
    keeper: 'penjaga',
    fox: 'rubah',
    house: 'rumah',
    sea: 'laut',
    harbour: 'pelabuhan',
    lighthouse: 'mercusuar',
    market: 'pasar',
    night: 'malam',
    garden: 'kebun',
    child: 'anak',
    dog: 'anjing',
    cat: 'kucing',
    bird: 'burung',
    tree: 'pohon',
    forest: 'hutan',
    rain: 'hujan',
    snow: 'salju',
    friend: 'teman',
    street: 'jalan',
    bridge: 'jembatan',
    library: 'perpustakaan',
    'lighthouse keeper': 'penjaga',
    lantern: 'Lentera',
    letter: 'Surat',
    map: 'Peta',
    lamp: 'Lampu',
    key: 'Kunci',
    book: 'Buku',
    coat: 'Mantel',
    ship: 'Kapal',
  },
  texts: [
    'Selamat pagi.',
    'Mercusuar tua itu buka hari ini.',
    'Di kamar kecil ada kopi dan roti, dan di dinding ada sebuah peta.',
    'Setiap anak mengajukan pertanyaan kepada penjaga, dan ia selalu tahu jawabannya.',
    'Pada malam hari pelabuhan tenang.',
    'Perusahaan harus memberi tahu setiap keluarga di jalan ini bahwa, karena pekerjaan di bawah jembatan tua, tidak ada air di rumah-rumah antara pukul delapan pagi dan pukul dua siang.',
    'Setiap keluarga perlu menyimpan air untuk hari itu.',
    'Baik juga membantu orang-orang lanjut usia di rumah.',
    'Perusahaan tahu bahwa ini tidak mudah dan berterima kasih kepada setiap orang.',
    'Wren membawa lentera yang tidak mau menyala melewati pasar malam dan bertanya kepada setiap penjual mengapa.',
    'Tidak ada yang sependapat.',
    'delapan tahun dan kecil untuk usianya, berambut gelap dengan poni lurus, bermata kelabu, ada celah di antara gigi depannya dan sebuah bintik di bawah mata kiri',
  ],
};
