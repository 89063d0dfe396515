import type { ShortParts } from '../rendering.ts';

/** What the demo says in Korean of its English stories, and the templates' own sentences. */
export const koreanFrames: ShortParts = {
  and: '및',
  standIns: { hero: '그 사람', thing: '낯선 물건', place: '마을' },
  about: '여기서 다루는 것: {list}.',
  plain: '쉬운 말로 쓴 짧은 글입니다.',
  story: {
    titles: '{hero}, 어느 밤의 이야기',
    openings:
      '그 마을에서 {hero} 이야기를 모르는 사람은 없었지만, 언제 처음 왔는지는 아무도 기억하지 못했다.',
    stirrings:
      '모든 일의 시작은 이것, {thing}. 아직 조금 따뜻해서, *마치 누군가 방금 손에서 놓은 것 같았다*.',
    turns:
      '그대로 두는 편이 현명했을 것이다. 그래도 {hero} 앞에는 길이 있었고, 마지막 집들을 지나도록 바람이 성급한 친구처럼 등을 떠밀었다.',
    secondHeading: '먼 길로 돌아서',
    trials:
      '길은 길지 않았지만 제자리에 머물지 않았다. 어둠 속에서는 소리마다 모양이 있었다. 밧줄, 비, 문, 그리고 그 모든 것 아래의 느린 숨결.',
    climaxes:
      '그리고 이야기가 끝났어야 할 곳에 모든 것을 잃은 사람이 서 있었다. “당신일 줄 알았어요.” 두 사람은 동시에 말하고 웃었으며, 조금 두려워했다.',
    endings:
      '아침이 되자 모든 것이 여느 때와 같았다. 다만 {hero} 걸음걸이만은 달라져, 짐을 내려놓고도 빈손을 자꾸 살피는 사람 같았다.',
    tone: '그곳에 있던 이들은 그 밤을 그렇게 기억한다.',
  },
  headings: {
    summary: '요약',
    strengths: '잘된 점',
    weaknesses: '약한 점',
    next: '다음에 할 일',
  },
  picture: {
    details: '앞쪽의 작은 세부가 시선을 주제로 이끈다',
    light: '부드럽고 따뜻한 빛과 긴 그림자',
    mood: '고요하고 무언가를 기다리는 분위기',
  },
  nouns: {
    keeper: '등대지기',
    fox: '여우',
    house: '집',
    sea: '바다',
    harbour: '항구',
    lighthouse: '등대',
    market: '시장',
    night: '밤',
    garden: '정원',
    child: '아이',
    dog: '개',
    cat: '고양이',
    bird: '새',
    tree: '나무',
    forest: '숲',
    rain: '비',
    snow: '눈',
    friend: '친구',
    street: '거리',
    bridge: '다리',
    library: '도서관',
    'lighthouse keeper': '등대지기',
    lantern: '등불',
    letter: '편지',
    map: '지도',
    lamp: '램프',
    key: '열쇠',
    book: '책',
    coat: '외투',
    ship: '배',
  },
  texts: [
    '안녕하세요.',
    '오래된 등대가 오늘 문을 엽니다.',
    '작은 방에는 커피와 빵이 있고, 벽에는 지도가 걸려 있습니다.',
    '아이들은 저마다 등대지기에게 질문을 하고, 그는 언제나 답을 알고 있습니다.',
    '저녁이면 항구가 고요합니다.',
    '오래된 다리 밑 공사 때문에 오전 여덟 시부터 오후 두 시까지 집에 물이 나오지 않는다는 것을 회사는 이 거리의 모든 가정에 알려야 합니다.',
    '가정마다 하루 쓸 물을 받아 두어야 합니다.',
    '집에 계신 어르신들을 돕는 것도 좋습니다.',
    '회사는 이것이 쉽지 않다는 것을 알고 있으며 모든 분께 감사드립니다.',
    'Wren, 켜지지 않는 등불을 들고 야시장을 지나며 가게 주인마다 까닭을 묻습니다.',
    '아무도 같은 대답을 하지 않습니다.',
    '여덟 살이고 나이에 비해 작으며, 앞머리를 반듯하게 자른 짙은 색 머리, 회색 눈, 앞니 사이의 틈, 왼쪽 눈 아래 주근깨 하나',
  ],
};
