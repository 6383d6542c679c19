import type { TestStudio } from './open-test-studio.ts'

/** Every trainer's share of the price from now on, in basis points, as if it had always been so. */
export function setRates(studio: TestStudio, basisPoints: number): void {
  studio.app.database
    .prepare(
      `INSERT INTO trainer_rates (trainer_id, effective_from, kind, value)
       SELECT id, '0001-01-01', 'percent', ? FROM trainers`,
    )
    .run(basisPoints)
}
