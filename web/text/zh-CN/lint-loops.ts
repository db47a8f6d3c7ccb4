/** 循环相关的检查结果。 */
export default {
  LOOP_WITHOUT_COUNT: { says: '该步骤设为多实例，但没有说明执行多少次', mend: '请填写次数，或指定要逐项处理的列表。' },
  LOOP_WITHOUT_END: { says: '循环既没有条件也没有最大次数，会一直执行下去', mend: '请填写继续循环的条件，或最大次数。' },
  LOOP_EVENT_NOT_UNDERSTOOD: {
    says: '循环要抛出的事件缺失或无法抛出',
    mend: '请引用信号、消息、升级或错误事件，并为每个复杂行为填写条件。',
  },
}
