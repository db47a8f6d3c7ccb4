import { isPrivate } from '../../../server/outbox/private-address.js'
import { callOut, ordinary } from '../../../server/outbox/call-out.js'

const closed = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.1.2.3',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  'fec0::1',
  '[::1]',
  'localhost',
  '',
]
const open = [
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '192.169.0.1',
  '2606:4700:4700::1111',
  '::ffff:8.8.8.8',
  '240e::1',
]

test.each(closed)('%s is closed', address => expect(isPrivate(address)).toBe(true))
test.each(open)('%s is open', address => expect(isPrivate(address)).toBe(false))

const targets = [
  'http://127.0.0.1/',
  'http://localhost/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://user:pass@1.1.1.1/',
  'file:///etc/passwd',
  'ftp://1.1.1.1/',
  'gopher://1.1.1.1/',
  'http://',
  'javascript:1',
  'http://0/',
  'http://①②⑦.0.0.1/',
]
test.each(targets)('%s is not called', async url => {
  expect(await callOut({ url, method: 'POST', headers: {}, body: '{}' }, { ...ordinary, milliseconds: 2_000 })).toMatchObject({
    problem: { code: 'URL_NOT_ALLOWED' },
  })
})
