export default { title: '找不到页面', text: '这个地址没有内容，或者你没有查看它的权限。', home: '回首页' }
