export default { title: '通知', readAll: '全部标为已读', none: '还没有通知。有人提到你、任务到期时会出现在这里。' }
