/** Approval settings in the property panel. */
export default {
  approval: {
    title: '多人审批',
    hint: '打开后，上面的每个人各有一个任务，可以同意、拒绝、退回、转交和加签。',
    how: '怎么算通过',
    mode: { any: '或签：一人同意即可', all: '会签：所有人同意', sequential: '依次：一个接一个', ratio: '比例：达到票数' },
    says: {
      any: '第一个人的决定就是结果。',
      all: '每个人都同意才通过，有一人拒绝就不通过。',
      sequential: '前一个人同意后才轮到下一个人。',
      ratio: '同意的人数达到比例就通过，已经不可能达到时不通过。',
      weighted: '按每个人的权重计票。',
    },
    approve: '通过所需',
    special: '特殊情况',
    empty: {
      title: '找不到审批人时',
      repair: '停下来等管理员处理',
      administrator: '交给管理员审批',
      pass: '自动通过',
      refuse: '自动拒绝',
    },
    self: {
      title: '审批人就是发起人时',
      allow: '由本人审批',
      skip: '自动通过',
      head: '由部门负责人审批',
    },
    repeat: {
      title: '前面已经同意过的人',
      never: '仍要审批',
      consecutive: '上一步同意过的，自动通过',
      anywhere: '任何一步同意过的，自动通过',
    },
    returnTo: {
      title: '可以退回到',
      initiator: '发起的那一步',
      previous: '上一步',
      any: '前面任意一步',
    },
  },
}
