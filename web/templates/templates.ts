import { agentWithAPlan } from './agent-with-a-plan.ts';
import { briefFromNotes } from './brief-from-notes.ts';
import type { FlowTemplate } from './flow-template.ts';
import { letterInTwoVoices } from './letter-in-two-voices.ts';
import { lettersTwoWays } from './letters-two-ways.ts';
import { meetingToActions } from './meeting-to-actions.ts';
import { noticeWithACheck } from './notice-with-a-check.ts';
import { oneCharacterThreeScenes } from './one-character-three-scenes.ts';
import { pictureBookPage } from './picture-book-page.ts';
import { pictureBook } from './picture-book.ts';
import { plainWords } from './plain-words.ts';
import { questionToOutline } from './question-to-outline.ts';
import { readingGroup } from './reading-group.ts';
import { threePhrasings } from './three-phrasings.ts';
import { translateAList } from './translate-a-list.ts';
import { translateAndProofread } from './translate-and-proofread.ts';

/** In the order of the home page. */
export const TEMPLATES: readonly FlowTemplate[] = [
  pictureBook,
  pictureBookPage,
  oneCharacterThreeScenes,
  translateAndProofread,
  translateAList,
  threePhrasings,
  letterInTwoVoices,
  noticeWithACheck,
  lettersTwoWays,
  briefFromNotes,
  meetingToActions,
  readingGroup,
  questionToOutline,
  agentWithAPlan,
  plainWords,
];
