import { Search, SearchX, Users, X } from 'lucide-react'
import { useState, type ReactNode, type Ref } from 'react'
import {
  Autocomplete,
  Button,
  Input,
  ListBox,
  ListBoxItem,
  SearchField,
} from 'react-aria-components'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './client-list.module.css'
import { ClientRow } from './client-row.tsx'

const shown = 50

/**
 * All clients, those seen last first; or who is found by any part of name, phone or e-mail while
 * one types. The focus stays in the field: the arrows move in the list, Enter opens.
 */
export function ClientList({
  openId,
  onOpen,
  input,
}: {
  openId: string | null
  onOpen: (clientId: string) => void
  input: Ref<HTMLInputElement>
}): ReactNode {
  const [text, setText] = useState('')
  const search = text.trim()
  const found = useQueryOf('clients.search', { text: search, limit: shown }, { keepPrevious: true })
  return (
    <div className={styles.pane}>
      <Autocomplete inputValue={text} onInputChange={setText}>
        <SearchField aria-label={words.clients.search} autoFocus className={styles.search ?? ''}>
          <Search className={styles.icon} aria-hidden />
          <Input
            ref={input}
            placeholder={words.clients.searchHint}
            maxLength={100}
            className={styles.input ?? ''}
          />
          {text !== '' && (
            <Button className={styles.clear ?? ''}>
              <X className={styles.icon} aria-hidden />
            </Button>
          )}
        </SearchField>
        <p className={styles.order}>{search === '' ? words.clients.recent : words.clients.found}</p>
        {found.data ? (
          <ListBox
            aria-label={words.clients.list}
            items={found.data}
            dependencies={[search, openId]}
            className={styles.list ?? ''}
            renderEmptyState={() =>
              search === '' ? (
                <EmptyState
                  icon={Users}
                  title={words.clients.noneTitle}
                  body={words.clients.noneBody}
                />
              ) : (
                <EmptyState
                  icon={SearchX}
                  title={words.clients.notFound(search)}
                  body={words.clients.notFoundHint}
                />
              )
            }
          >
            {(client) => (
              <ListBoxItem
                id={client.id}
                textValue={client.name}
                onAction={() => onOpen(client.id)}
                className={classNames(styles.item, client.id === openId && styles.open)}
              >
                <ClientRow client={client} search={search} />
              </ListBoxItem>
            )}
          </ListBox>
        ) : found.failure ? (
          <ErrorState error={found.failure} onRetry={found.refetch} />
        ) : (
          <div aria-busy className={styles.list}>
            {Array.from({ length: 8 }, (_, index) => (
              <Skeleton key={index} height={44} />
            ))}
          </div>
        )}
      </Autocomplete>
    </div>
  )
}
