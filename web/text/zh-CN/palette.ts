export default {
  placeholder: '输入名称，跳到应用、表单或待办',
  page: '页面',
  app: '应用',
  fill: '填写{form}',
  none: '没有匹配的内容，换个词试试。',
}
