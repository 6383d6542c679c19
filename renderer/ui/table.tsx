import type { Key, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './table.module.css'

export interface TableColumn<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** `end` also sets tabular numerals. */
  align?: 'start' | 'end'
  /** The cell that names the row: read aloud with every other cell. */
  isRowHeader?: boolean
}

export interface TableProps<Row> {
  /** Read aloud: what the table lists. */
  label: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => Key
}

/**
 * Rows and columns to read. For a list one can choose from, use buttons in a list.
 *
 * @example
 * <Table label={words.welcome.pins} columns={columns} rows={pins} keyOf={(pin) => pin.staffId} />
 */
export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>): ReactNode {
  return (
    <table aria-label={label} className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              className={classNames(styles.head, column.align === 'end' && styles.end)}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => {
              const className = classNames(styles.cell, column.align === 'end' && styles.end)
              return column.isRowHeader === true ? (
                <th key={column.id} scope="row" className={className}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} className={className}>
                  {column.cell(row)}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
