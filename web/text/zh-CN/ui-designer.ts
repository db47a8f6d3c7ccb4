/** What the designers of forms and processes have in common: bar, pill, problems. */
export default {
  draft: {
    saved: '已保存',
    dirty: '保存中',
    saving: '保存中',
    offline: '离线，已存本地',
    conflict: '冲突',
    failed: '没有保存',
    problems: '问题',
    errors: '{n} 个错误',
    warnings: '{n} 个提醒',
    allProblems: '全部 {n} 个',
    locate: '定位',
    canPublish: '没有错误，可以发布',
    cannotPublish: '改正错误后才能发布',
  },
}
