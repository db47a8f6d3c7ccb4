// Icons are made by a Vite plugin; in jest each is an empty svg.
const { h } = require('vue')
module.exports = { __esModule: true, default: { name: 'IconStub', render: () => h('svg', { 'aria-hidden': 'true' }) } }
