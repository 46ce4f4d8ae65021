/** Sentences of what an expert does for themselves alone: a pause, and notes. */
export const ownTime = {
  zh: {
    paused: {
      title: '已暂停，屏幕已遮住',
      told: '评标时间继续计算，截止时间不变。已经填写的内容都在。',
      how: '插好您本人的 Key，点“继续”。',
      since: '{{time}} 起暂停',
      resume: '继续',
    },
    notes: {
      open: '笔记 {{count}} 条',
      title: '我的笔记',
      rule: '只存在本机，不送到中心，别人看不到。您离席或评标结束时删除。',
      bidder: '投标人',
      item: '评分项',
      any: '不限',
      label: '笔记内容',
      save: '保存笔记',
      saved: '已保存',
      none: '还没有笔记。',
    },
  },
  en: {
    paused: {
      title: 'Paused; the screen is covered',
      told: 'Time goes on, and every deadline stays. What you have entered is kept.',
      how: 'Put your own key in and press Continue.',
      since: 'Paused since {{time}}',
      resume: 'Continue',
    },
    notes: {
      open: 'Notes: {{count}}',
      title: 'My notes',
      rule: 'Kept on this machine alone: not sent to the hub, seen by nobody else, deleted when you leave or all is done.',
      bidder: 'Bidder',
      item: 'Item',
      any: 'Any',
      label: 'Note',
      save: 'Save the note',
      saved: 'Saved',
      none: 'No notes yet.',
    },
  },
};
