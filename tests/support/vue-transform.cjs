// jest transformer for Vue single-file components: the official compiler, then swc. (@vue/vue3-jest stops at jest 29.)
// Element Plus components need no import in our templates: Vite adds it in the build, and here `withElements` does.
const { createHash } = require('node:crypto')
const { parse, compileScript, registerTS } = require('@vue/compiler-sfc')
const { transformSync } = require('@swc/core')

// props whose types are imported: the compiler reads the other file
registerTS(() => require('typescript'))

const hash = text => createHash('sha1').update(text).digest('hex')

const withElements = code => {
  const names = new Set([...code.matchAll(/_resolveComponent\("(El[A-Z]\w*)"\)/g)].map(match => match[1]))
  if (names.size === 0) return code
  const imports = [...names].map(name => `${name} as _Element_${name}`).join(', ')
  const resolved = code.replace(/_resolveComponent\("(El[A-Z]\w*)"\)/g, '_Element_$1')
  return `import { ${imports} } from 'element-plus'\n${resolved}`
}

module.exports = {
  getCacheKey: (source, file) => hash(`2 ${file} ${source}`),
  process(source, filename) {
    const { descriptor, errors } = parse(source, { filename, sourceMap: true })
    if (errors.length > 0) throw errors[0]
    const { content } = compileScript(descriptor, { id: hash(filename).slice(0, 8), inlineTemplate: true })
    return transformSync(withElements(content), {
      filename: `${filename}.ts`,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    })
  },
}
