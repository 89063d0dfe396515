import type { ShortParts } from '../rendering.ts';

/** What the demo says in Vietnamese of its English stories, and the templates' own sentences. */
export const vietnameseFrames: ShortParts = {
  and: 'và',
  standIns: { hero: 'một người ở đó', thing: 'một vật lạ', place: 'thị trấn' },
  about: 'Ở đây nói về những điều sau: {list}.',
  plain: 'Đây là một bài viết ngắn bằng lời lẽ giản dị.',
  story: {
    titles: '{Hero}: câu chuyện một đêm',
    openings: 'Không ai còn nhớ {hero} đến nơi ấy từ khi nào, chỉ biết rằng ngày trước mọi thứ yên tĩnh hơn.',
    stirrings: '{Thing}: mọi chuyện bắt đầu từ đó, vẫn còn hơi ấm, *như thể ai đó vừa mới buông tay*.',
    turns:
      'Lẽ ra nên để mọi thứ như cũ. Nhưng {hero} cứ đi tiếp, qua những ngôi nhà cuối cùng, với cơn gió đẩy sau lưng như một người bạn nóng lòng.',
    secondHeading: 'Con đường vòng dài',
    trials:
      'Con đường không dài, nhưng nó chẳng chịu đứng yên. Trong bóng tối mỗi âm thanh đều có hình dáng: sợi dây, cơn mưa, cánh cổng, và bên dưới tất cả là một hơi thở chậm rãi.',
    climaxes:
      'Và ở nơi câu chuyện đáng lẽ phải kết thúc, người đã mất tất cả đang đứng đó. “Tôi đã nghĩ đó sẽ là bạn,” cả hai cùng nói, rồi cùng cười, và hơi sợ một chút.',
    endings:
      'Buổi sáng, mọi thứ trông vẫn như mọi khi. Chỉ có {hero} bước đi khác trước, như một người đã đặt gánh nặng xuống mà vẫn nhìn đôi bàn tay trống không.',
    tone: 'Những người có mặt ở đó nhớ về đêm ấy như vậy.',
  },
  nouns: {
    lantern: 'Chiếc đèn lồng',
    letter: 'Lá thư',
    map: 'Tấm bản đồ',
    lamp: 'Cây đèn',
    key: 'Chiếc chìa khóa',
    book: 'Cuốn sách',
    coat: 'Chiếc áo khoác',
    ship: 'Con tàu',
  },
  texts: [
    'Chào buổi sáng.',
    'Ngọn hải đăng cũ hôm nay mở cửa.',
    'Trong căn phòng nhỏ có cà phê và bánh mì, trên tường có một tấm bản đồ.',
    'Mỗi đứa trẻ hỏi người gác đèn một câu, và ông luôn biết câu trả lời.',
    'Buổi tối bến cảng yên tĩnh.',
    'Công ty phải báo cho mọi gia đình trên con phố này biết rằng, vì công việc dưới cây cầu cũ, các nhà sẽ không có nước từ tám giờ sáng đến hai giờ chiều.',
    'Mỗi gia đình cần trữ nước cho cả ngày.',
    'Giúp đỡ những người già trong nhà cũng là điều tốt.',
    'Công ty biết điều này không dễ và cảm ơn tất cả mọi người.',
    'Wren mang một chiếc đèn lồng không chịu sáng đi qua khu chợ đêm và hỏi từng người bán hàng vì sao.',
    'Không ai đồng ý với ai.',
    'tám tuổi và nhỏ so với tuổi, tóc sẫm màu cắt mái ngang, mắt xám, có khe hở giữa hai răng cửa và một nốt tàn nhang dưới mắt trái',
  ],
};
