/** The worker thread for backups: it only reads the studio's file, and writes one new file. */
import { parentPort, workerData } from 'node:worker_threads'
import { copyStudio, type CopyTask } from './features/backups/copy-studio.ts'

void copyStudio(workerData as CopyTask, (message) => parentPort?.postMessage(message))
