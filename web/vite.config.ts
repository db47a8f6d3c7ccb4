import { defineConfig, type Plugin } from 'vite'
import vue from '@vitejs/plugin-vue'
import Icons from 'unplugin-icons/vite'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'

/** core/form asks for re2js at once; in the browser only forms with a pattern fetch it (form/lazy-re2.ts). */
const lazyRe2 = (): Plugin => ({
  name: 'lazy-re2',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 're2js' && importer && /core[\\/]form[\\/]fields[\\/]text\.ts$/.test(importer)
      ? `${import.meta.dirname}/form/lazy-re2.ts`
      : undefined,
})

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    vue(),
    // Element Plus on demand, with its styles. Its types come from `element-plus/global` (tsconfig), so no file is generated.
    Components({ dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })], dts: false }),
    lazyRe2(),
    Icons({ compiler: 'vue3', scale: 1, defaultClass: 'icon' }),
  ],
  resolve: {
    // `source` makes `#core/...` mean server/core/*.ts: the languages of the product run in the browser too.
    conditions: ['source', 'module', 'browser', 'development|production'],
    alias: { '@': import.meta.dirname },
  },
  define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:3000' } },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', reportCompressedSize: false, chunkSizeWarningLimit: 900 },
})
