import { expect, it } from 'vitest'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { newId } from '../../shared/ids.ts'
import { openTestStudio } from '../support/open-test-studio.ts'

it('checks the log as it stood at the beginning while the desk goes on', () => {
  const studio = openTestStudio()
  const before = studio.events().length
  const reading = StudioDatabase.openForReading(studio.file)
  try {
    let told = 0
    const result = verifyLog(reading, {
      onProgress: () => {
        told += 1
        if (told > 1) return
        studio.app.bus.publish('client.registered', { clientId: newId() })
      },
    })
    expect(result).toMatchObject({ valid: true, events: before })
    expect(studio.events().length).toBeGreaterThan(before)
    expect(verifyLog(reading)).toMatchObject({ valid: true, events: studio.events().length })
  } finally {
    reading.close()
  }
})
