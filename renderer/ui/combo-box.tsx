import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { useRef, type ReactNode, type Ref } from 'react'
import {
  ComboBox as AriaComboBox,
  Button,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  type Key,
} from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import listStyles from './list-box.module.css'
import { Spinner } from './spinner.tsx'

export interface ComboBoxProps<T extends object> extends FieldBasics {
  /** What the current text finds, best first. Filtering is the caller's: a query, or `filter`. */
  items: readonly T[]
  idOf: (item: T) => string
  /** The item as one line of text: read aloud, and put into the field when chosen. */
  textOf: (item: T) => string
  /** How a row looks; left out, it is `textOf`. */
  renderItem?: (item: T) => ReactNode
  selectedId: string | null
  /** The chosen item, or null when the text was changed or cleared afterwards. */
  onSelect: (item: T | null) => void
  inputValue: string
  onInputChange: (text: string) => void
  placeholder?: string
  maxLength?: number
  isLoading?: boolean
  /** Shown when nothing was found and nothing can be created. */
  emptyText?: string
  /** With it, a last row offers to create what was typed, e.g. `New client “Ana”`. */
  createLabel?: (text: string) => string
  onCreate?: (text: string) => void
  /** `focus` opens the list as soon as the field has focus. */
  opensOn?: 'focus' | 'input'
  ref?: Ref<HTMLInputElement>
}

const createKey = '__create__'

type Row<T> = { id: string; item: T } | { id: typeof createKey; item: null }

/**
 * Chooses one of a long list by typing. Made for searching clients: rows may be drawn freely, the
 * list may arrive late, and what is not found can be created on the spot.
 *
 * @example
 * <ComboBox
 *   label={words.booking.client}
 *   items={found.data ?? []} isLoading={found.isFetching}
 *   idOf={(client) => client.id} textOf={(client) => client.name}
 *   renderItem={(client) => <PersonRow name={client.name} detail={client.phone} />}
 *   inputValue={text} onInputChange={setText}
 *   selectedId={clientId} onSelect={(client) => setClientId(client?.id ?? null)}
 *   createLabel={words.booking.newClient} onCreate={openNewClient}
 * />
 */
export function ComboBox<T extends object>({
  label,
  isLabelHidden,
  description,
  error,
  isOptional = false,
  items,
  idOf,
  textOf,
  renderItem = textOf,
  selectedId,
  onSelect,
  inputValue,
  onInputChange,
  placeholder,
  maxLength,
  isLoading = false,
  emptyText = words.ui.nothingFound,
  createLabel,
  onCreate,
  opensOn = 'focus',
  className,
  ref,
  ...rest
}: ComboBoxProps<T>): ReactNode {
  const text = inputValue.trim()
  // The text that stands for the choice. While it is unchanged the choice stands, even when a late
  // list does not hold it any more.
  const chosenText = useRef(selectedId === null ? null : inputValue)
  const canCreate = createLabel !== undefined && onCreate !== undefined && text !== ''
  const rows: Row<T>[] = items.map((item) => ({ id: idOf(item), item }))
  if (canCreate) rows.push({ id: createKey, item: null })

  function choose(key: Key | null): void {
    if (key === createKey) {
      onCreate?.(text)
      return
    }
    const item = items.find((candidate) => idOf(candidate) === key)
    if (item) {
      chosenText.current = textOf(item)
      onSelect(item)
      onInputChange(textOf(item))
    } else if (selectedId !== null && inputValue !== chosenText.current) {
      onSelect(null)
    }
  }

  return (
    <AriaComboBox
      {...rest}
      items={rows}
      value={selectedId}
      onChange={choose}
      inputValue={inputValue}
      onInputChange={onInputChange}
      defaultFilter={() => true}
      allowsEmptyCollection
      allowsCustomValue
      menuTrigger={opensOn}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <Group
        className={fieldStyles.group ?? ''}
        isInvalid={error !== undefined}
        isDisabled={rest.isDisabled === true}
      >
        <Input
          ref={ref}
          data-finds
          className={fieldStyles.bare ?? ''}
          placeholder={placeholder}
          maxLength={maxLength}
        />
        {isLoading && <Spinner label={words.ui.searching} size="sm" />}
        <Button className={listStyles.openButton ?? ''}>
          <ChevronsUpDown className={listStyles.icon} aria-hidden />
        </Button>
      </Group>
      <FieldHelp description={description} error={error} />
      <Popover className={classNames(listStyles.popover, listStyles.fitted)} offset={4}>
        <ListBox<Row<T>>
          className={listStyles.list ?? ''}
          renderEmptyState={() => (
            <div className={listStyles.empty}>{isLoading ? words.ui.searching : emptyText}</div>
          )}
        >
          {(row) =>
            row.item === null ? (
              <ListBoxItem
                id={row.id}
                textValue={text}
                className={classNames(listStyles.item, listStyles.create)}
              >
                <Plus className={listStyles.icon} aria-hidden />
                <span className={listStyles.label}>{createLabel?.(text)}</span>
              </ListBoxItem>
            ) : (
              <ListBoxItem
                id={row.id}
                textValue={textOf(row.item)}
                className={listStyles.item ?? ''}
              >
                <span className={listStyles.text}>{renderItem(row.item)}</span>
                <Check className={listStyles.check} aria-hidden />
              </ListBoxItem>
            )
          }
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
