import type { ReactNode } from 'react'
import type { ActivityEntry } from '../../../shared/activity.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { formatDate } from '../../ui/format-date.ts'
import { Table, type TableColumn } from '../../ui/table.tsx'
import styles from './archive-list.module.css'

const say = words.events.archive

const columns: readonly TableColumn<ActivityEntry>[] = [
  {
    id: 'file',
    header: say.file,
    isRowHeader: true,
    cell: ({ data }) => <code className={styles.file}>{textOf(data?.['file'])}</code>,
  },
  {
    id: 'range',
    header: say.range,
    cell: ({ data }) => say.rangeOf(Number(data?.['fromSeq']), Number(data?.['throughSeq'])),
  },
  {
    id: 'made',
    header: say.made,
    align: 'end',
    cell: ({ localTime }) => `${formatDate(localTime, 'weekday')} ${localTime.slice(11)}`,
  },
]

/** The archives beside the studio's file, newest first, as the log itself tells of them. */
export function ArchiveList(): ReactNode {
  const archives = useQueryOf('events.list', { type: 'log.pruned', limit: 50 })
  if (archives.data === undefined) return null
  if (archives.data.entries.length === 0) return <p className={styles.none}>{say.none}</p>
  return (
    <div className={styles.frame}>
      <Table
        label={say.list}
        columns={columns}
        rows={archives.data.entries}
        keyOf={({ id }) => id}
      />
    </div>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
