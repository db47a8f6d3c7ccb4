import { existsSync, readFileSync, realpathSync } from 'node:fs'

/** File systems whose locks and shared memory do not do what SQLite's WAL needs: two machines would write over each other. */
const network =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|afs|ncpfs|9p|ceph|lustre|gpfs|glusterfs|ocfs2|beegfs|fuse\.(?:sshfs|glusterfs|s3fs|rclone|davfs2?|curlftpfs|cephfs?|gcsfuse|goofys))$/

/**
 * The network file system that a folder lies on, by its name; undefined for a local one, and where the system does not tell.
 * @param mounts the text of /proc/self/mountinfo
 */
export function networkFileSystem(folder: string, mounts: string): string | undefined {
  let best = { point: '', type: '' }
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ')
    const point = before?.split(' ')[4]?.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    const type = after?.split(' ')[0]
    if (point === undefined || type === undefined) continue
    const holds = folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`)
    // of two mounts on one point the later one is seen
    if (holds && point.length >= best.point.length) best = { point, type }
  }
  return network.test(best.type) ? best.type : undefined
}

/** Of the folder as it is now, on Linux. */
export function networkFileSystemOf(folder: string): string | undefined {
  const table = '/proc/self/mountinfo'
  return existsSync(table) ? networkFileSystem(realpathSync(folder), readFileSync(table, 'utf8')) : undefined
}
