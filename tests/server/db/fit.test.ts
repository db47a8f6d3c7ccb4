import { databaseFacts, unfit } from '../../../server/db/fit.js'
import { networkFileSystem } from '../../../server/db/network-files.js'
import { eachDatabase } from '../../support/each-database.js'
import { aStore, type Store } from '../../support/store.js'

describe('a database that must not be used', () => {
  it.each([
    ['10.5.28-MariaDB', 'DATABASE_TOO_OLD'],
    ['5.5.5-10.3.39-MariaDB-log', 'DATABASE_TOO_OLD'],
    ['5.7.44-log', 'DATABASE_TOO_OLD'],
    ['5.7.25-TiDB-v5.4.3', 'DATABASE_TOO_OLD'],
    ['10.6.21-MariaDB', undefined],
    ['5.5.5-10.11.6-MariaDB', undefined],
    ['11.4.5-MariaDB-ubu2404', undefined],
    ['8.0.36', undefined],
    ['9.1.0', undefined],
    ['8.0.11-TiDB-v7.5.1', undefined],
    ['something else', undefined],
  ])('version %s: %s', (version, code) => {
    expect(unfit({ version, flush: '1' })?.code).toBe(code)
  })

  it.each([
    [{ flush: '0' }, 'DATABASE_NOT_DURABLE'],
    [{ flush: '2' }, 'DATABASE_NOT_DURABLE'],
    [{ flush: '1' }, undefined],
    [{ synchronous: 1 }, 'DATABASE_NOT_DURABLE'],
    [{ synchronous: 2 }, undefined],
    [{ ahead: 5_600 }, 'CLOCK_OFF'],
    [{ ahead: -5_600 }, 'CLOCK_OFF'],
    [{ ahead: 4_900 }, undefined],
  ])('%j: %s', (facts, code) => {
    expect(unfit(facts)?.code).toBe(code)
  })

  it('is told in one sentence with the mend', () => {
    expect(unfit({ flush: '2' })?.sentence).toMatch(/innodb_flush_log_at_trx_commit = 2.* Set it to 1\.$/)
    expect(unfit({ ahead: -90_000 })?.sentence).toMatch(/differ by 90 seconds: set both by NTP/)
    expect(unfit({ version: '5.7.44' })?.sentence).toMatch(/MySQL 8\.0 or newer is needed/)
  })
})

eachDatabase('what a database says of itself', database => {
  let store: Store
  beforeAll(async () => {
    store = await aStore(database)
  })
  afterAll(() => store?.close())

  it('is fit to be used', async () => {
    expect(unfit(await databaseFacts(store.db))).toBeUndefined()
  })

  it('tells how far the clocks are apart, and does not count the way of the question', async () => {
    const { ahead } = await databaseFacts(store.db, () => Date.now() - 60_000)
    // SQLite has no clock of its own
    expect(unfit({ ahead })?.code).toBe(database === 'sqlite' ? undefined : 'CLOCK_OFF')
    expect((await databaseFacts(store.db)).ahead ?? 0).toBe(0)
  })
})

describe('a folder on a network file system', () => {
  const mounts = [
    '22 1 252:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw',
    '40 22 0:40 / /data rw,relatime - nfs4 nas:/export rw,vers=4.2',
    '41 40 252:2 / /data/local rw - xfs /dev/vdb rw',
    '42 22 0:42 / /mnt/my\\040share rw - cifs //nas/share rw',
    '43 22 0:43 / /srv/far rw - fuse.sshfs ann@far: rw',
    '44 22 0:44 / /over rw - overlay overlay rw',
    '45 22 0:45 / /twice rw - ext4 /dev/vdc rw',
    '46 45 0:46 / /twice rw - nfs nas:/other rw',
  ].join('\n')

  it.each([
    ['/var/lib/formloom', undefined],
    ['/data', 'nfs4'],
    ['/data/formloom', 'nfs4'],
    ['/data/local/formloom', undefined],
    ['/database', undefined],
    ['/mnt/my share/x', 'cifs'],
    ['/srv/far', 'fuse.sshfs'],
    ['/over/x', undefined],
    ['/twice/x', 'nfs'],
  ])('%s: %s', (folder, type) => {
    expect(networkFileSystem(folder, mounts)).toBe(type)
  })
})
