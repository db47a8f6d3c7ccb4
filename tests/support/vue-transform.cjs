// jest transformer for Vue single-file components: the official compiler, then swc. (@vue/vue3-jest stops at jest 29.)
const { createHash } = require('node:crypto')
const { parse, compileScript } = require('@vue/compiler-sfc')
const { transformSync } = require('@swc/core')

const hash = text => createHash('sha1').update(text).digest('hex')

module.exports = {
  getCacheKey: (source, file) => hash(`1 ${file} ${source}`),
  process(source, filename) {
    const { descriptor, errors } = parse(source, { filename, sourceMap: true })
    if (errors.length > 0) throw errors[0]
    const { content } = compileScript(descriptor, { id: hash(filename).slice(0, 8), inlineTemplate: true })
    return transformSync(content, {
      filename: `${filename}.ts`,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    })
  },
}
