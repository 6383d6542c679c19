import { expect, it } from 'vitest'
import { saveFilters } from '../../../main/platform/save-filters.ts'

it.each([
  { file: 'earnings-2026-03-01-to-2026-03-31.csv', kind: ['Table (CSV)', 'csv'] },
  { file: 'fitflow-events-12.json', kind: ['Data (JSON)', 'json'] },
  { file: 'fitflow-2026-03-02.db', kind: ['FitFlow studio', 'db'] },
])('the dialog that asks where $file goes lists files of its kind', ({ file, kind }) => {
  expect(saveFilters(file)).toEqual([{ name: kind[0], extensions: [kind[1]] }])
})

it('a file of no kind that FitFlow writes is not held to one', () => {
  expect(saveFilters('notes')).toEqual([])
})
