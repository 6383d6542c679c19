import { readFileSync } from 'node:fs'

/** How many tests of a suite passed and failed. Skipped ones are neither. */
export interface Counts {
  passed: number
  failed: number
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number }
  errors: unknown[]
}

/** Counts what vitest's JSON reporter wrote; a file that did not even load is one failure. No report counts nothing. */
export function readVitestReport(file: string): Counts {
  const report = readJson(file) as VitestReport | undefined
  if (report === undefined) return { passed: 0, failed: 0 }
  const unloaded = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }
}

/** Counts what Playwright's JSON reporter wrote; an error outside any test is one failure. No report counts nothing. */
export function readPlaywrightReport(file: string): Counts {
  const report = readJson(file) as PlaywrightReport | undefined
  if (report === undefined) return { passed: 0, failed: 0 }
  const { expected, unexpected, flaky } = report.stats
  return { passed: expected + flaky, failed: unexpected + report.errors.length }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
