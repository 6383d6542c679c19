import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import listStyles from './list-box.module.css'
import styles from './menu.module.css'

interface MenuAction {
  id: string
  label: string
  icon?: LucideIcon
  shortcut?: string
  tone?: 'plain' | 'danger'
  isDisabled?: boolean
  /** Marks the one in force among several. */
  isChecked?: boolean
  onAction: () => void
}

export interface MenuProps {
  /** Read aloud: what the menu is about. */
  label: string
  /** The Button or IconButton that opens it. */
  trigger: ReactElement
  /** Groups of actions; a hairline is drawn between groups. */
  groups: readonly (readonly MenuAction[])[]
  placement?: 'bottom start' | 'bottom end' | 'right bottom' | 'right top' | 'top start'
}

/**
 * A button that opens a list of actions.
 *
 * @example
 * <Menu label={words.booking.more} trigger={<IconButton icon={Ellipsis} label={words.booking.more} />}
 *   groups={[[{ id: 'move', label: words.booking.move, onAction: move }]]} />
 */
export function Menu({ label, trigger, groups, placement = 'bottom end' }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={listStyles.popover ?? ''} placement={placement} offset={4}>
        <AriaMenu aria-label={label} className={classNames(listStyles.list, styles.menu)}>
          {groups.map((group, index) => (
            <MenuSection
              key={group[0]?.id ?? index}
              aria-label={group.map((action) => action.label).join(', ')}
              className={styles.group ?? ''}
              {...(group.some((action) => action.isChecked !== undefined) && {
                selectionMode: 'single' as const,
                selectedKeys: group
                  .filter((action) => action.isChecked === true)
                  .map((action) => action.id),
              })}
            >
              {group.map(
                ({
                  id,
                  label: text,
                  icon: Icon,
                  shortcut,
                  tone,
                  isDisabled,
                  isChecked,
                  onAction,
                }) => (
                  <MenuItem
                    key={id}
                    id={id}
                    textValue={text}
                    isDisabled={isDisabled === true}
                    onAction={onAction}
                    className={classNames(listStyles.item, tone === 'danger' && styles.danger)}
                  >
                    {Icon && (
                      <Icon className={classNames(listStyles.icon, styles.icon)} aria-hidden />
                    )}
                    <span className={classNames(listStyles.text, listStyles.label)}>{text}</span>
                    {isChecked === true && <Check className={listStyles.icon} aria-hidden />}
                    {shortcut !== undefined && <Kbd keys={shortcut} />}
                  </MenuItem>
                ),
              )}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
