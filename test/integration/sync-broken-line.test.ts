import { expect, it, onTestFinished } from 'vitest'
import { Random } from '../faults/support/random.ts'
import { FaultyLine, faults, statuses } from '../faults/sync/faulty-line.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { SyncedStudio } from '../support/cloud/synced-studio.ts'
import { valueOf } from '../support/read-result.ts'

/** Each fault once, and each status that a proxy may answer by itself. */
const everything = [
  ...statuses.map((status) => ({ fault: 'odd_status', status }) as const),
  ...faults.filter((fault) => fault !== 'odd_status').map((fault) => ({ fault })),
]

onBothStorages('A line that breaks requests and answers', (lab: () => CloudLab) => {
  it('loses nothing and brings nothing twice, whatever it does', async () => {
    const line = await FaultyLine.open(new Random(1), () => lab().url)
    onTestFinished(() => line.close())
    const synced = await SyncedStudio.open(lab(), line.url)
    for (const [index, broken] of everything.entries()) {
      line.next = broken
      valueOf(synced.studio.command('studio.rename', { name: `Studio ${index}` }))
      await synced.settle()
      const stored = await synced.stored()
      const hashes = stored.map(({ hash }) => hash)
      const last = stored.at(-1)
      // The fault stands in it, so that a failure names it.
      expect({ broken, next: line.next, hashes, last, link: synced.link }).toMatchObject({
        broken,
        next: null,
        hashes: synced.hashes(),
        last: { event: { data: {} }, rejected: null },
        link: { stopped: null, token: 'ready', rejected: 0 },
      })
    }
    expect(new Set(line.done.keys())).toEqual(new Set(faults))
  })
})
