import { expect, it } from 'vitest'
import { Random } from '../faults/support/random.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { fuzzApi } from '../support/cloud/fuzz-api.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'

onBothStorages('Asking everything that the API describes, and more', (lab: () => CloudLab) => {
  it('is answered as described, and never with the endpoint’s own fault', async () => {
    const open = await lab().beside({
      limits: { perAddress: 1_000_000, perDevice: 1_000_000 },
    })
    const laptop = (await TestLaptop.open(open)).use(open)
    await laptop.push(laptop.events())
    const known = { ...laptop, token: laptop.tokens.token }
    expect(await fuzzApi(open, known, new Random(1), 500)).toEqual([])
  })
})
