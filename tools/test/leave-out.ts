import { relative } from 'node:path'

import { beforeEach } from 'vitest'
import type { RunnerTestSuite, RunnerTestCase } from 'vitest'

import { projectFolder } from '../build/project-folder.ts'
import { whyLeftOutHere } from './left-out-on-windows.ts'

// Runs before every test file: skips what the list of this system leaves out, with the reason.
beforeEach(({ task, skip }) => {
  const file = relative(projectFolder, task.file.filepath).replaceAll('\\', '/')
  const reason = whyLeftOutHere(file, fullName(task))
  if (reason !== undefined) skip(reason)
})

function fullName(task: RunnerTestCase | RunnerTestSuite): string {
  return task.suite ? `${fullName(task.suite)} ${task.name}` : task.name
}
