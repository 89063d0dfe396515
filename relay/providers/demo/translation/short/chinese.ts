import type { ShortParts } from '../rendering.ts';

/** What the demo says in Chinese of its English stories, and the templates' own sentences. */
export const chineseFrames: ShortParts = {
  and: '和',
  standIns: { hero: '那个人', thing: '一件奇怪的东西', place: '小镇' },
  about: '这里说的是：{list}。',
  plain: '这是一篇用浅显文字写成的短文。',
  story: {
    titles: '{hero}：一夜的故事',
    openings: '谁也说不清{hero}是什么时候来到那里的，只记得从前的日子更安静。',
    stirrings: '一切都从{thing}开始，它还留着一点温热，*仿佛有人刚刚松开了手*。',
    turns: '本来最明智的是让一切照旧。可是{hero}继续往前走，走过最后几座房子，风像一位性急的朋友在背后推着。',
    secondHeading: '绕远的路',
    trials: '路并不长，却不肯待在原处。黑暗里每一种声音都有形状：绳索、雨、一扇门，还有它们下面缓慢的呼吸。',
    climaxes:
      '就在故事本该结束的地方，站着那个失去了一切的人。“我就想到会是你。”两个人同时说，都笑了，也都有一点害怕。',
    endings:
      '到了早晨，一切看上去和往常一样。只有{hero}走路的样子变了，像一个放下了重担、却还在看着空空双手的人。',
    tone: '在场的人都是这样记得那一夜的。',
  },
  nouns: {
    lantern: '灯笼',
    letter: '信',
    map: '地图',
    lamp: '灯',
    key: '钥匙',
    book: '书',
    coat: '外套',
    ship: '船',
  },
  texts: [
    '早上好。',
    '古老的灯塔今天开放。',
    '小房间里有咖啡和面包，墙上有一张地图。',
    '每个孩子都向看守人提一个问题，他总是知道答案。',
    '傍晚的港口很安静。',
    '公司必须通知这条街上的每个家庭：由于旧桥下的施工，上午八点到下午两点各家停水。',
    '每个家庭都需要储存一天的用水。',
    '帮助家里的老人也是好事。',
    '公司知道这并不容易，并感谢每一个人。',
    'Wren提着一盏怎么也点不亮的灯笼穿过夜市，向每个摊主询问原因。',
    '大家的说法都不一样。',
    '八岁，个子比同龄人小，深色短发，前额的刘海剪得笔直，灰色的眼睛，门牙之间有条缝，左眼下面有一颗雀斑',
  ],
};
