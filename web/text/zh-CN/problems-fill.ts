/** What filling and its links are answered with. */
export default {
  LINK_CLOSED: '这个链接刚刚停止收集，这次没有提交成功。填写的内容还在，请联系给你链接的人。',
  NO_SUCH_LINK: '这个链接已经不在了。',
  NO_SUCH_RECEIPT: '找不到这份回执。',
  NO_SUCH_FORM: '这张表单已经不在了，或者你没有使用它的权限。',
  NO_SUCH_RECORD: '这条记录已经不在了，或者你没有查看它的权限。',
  RECORD_CHANGED: '别人刚刚改过这条记录，你填的内容还在。',
  IDEMPOTENCY_KEY_REUSED: '这次提交和上一次冲突了，请刷新页面后再试，填写的内容还在。',
  BUSY: '同时提交的人太多，请稍等几秒再试。填写的内容还在。',
  FILE_TOO_LARGE: '文件超过 20 MB，没有上传。',
  FILE_EMPTY: '文件是空的，没有上传。',
  NO_FILE_FIELD: '这张表单不收文件。',
}
