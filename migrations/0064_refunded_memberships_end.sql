-- What is refunded wholly pays for nothing any more. Older FitFlows left such a membership its days, or
-- those up to the last one used, on which it could be booked and renewed. It is void, as one that is
-- refunded today: it ends the day before it began. One with sessions to come is left for the desk to
-- end, since those would be paid by nothing; and a refund as goodwill takes nothing back.
UPDATE memberships
SET ends_on = date(starts_on, '-1 day'), ended_from = NULL
WHERE ends_on >= starts_on
  AND EXISTS (
    SELECT 1 FROM sale_lines l
    WHERE l.membership_id = memberships.id
      AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = l.sale_id)
  )
  AND NOT EXISTS (
    SELECT 1 FROM sale_lines l
    WHERE l.membership_id = memberships.id
      AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = l.sale_id)
      AND (
        l.gross_minor = 0
        OR l.gross_minor > (
          SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
          WHERE r.sale_line_id = l.id AND r.reason <> 'goodwill'
        )
      )
  )
  AND NOT EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.membership_id = memberships.id AND a.status IN ('booked', 'checked_in')
  )
  AND NOT EXISTS (
    SELECT 1 FROM seats s
    WHERE s.membership_id = memberships.id AND s.status IN ('booked', 'checked_in')
  );
