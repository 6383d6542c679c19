-- What people typed beside money may name somebody who is erased later. The text can then be changed
-- while an erasure is not finished; everything else about money stays as it was written.

DROP TRIGGER payments_are_immutable;
CREATE TRIGGER payments_are_immutable
BEFORE UPDATE OF id, sale_id, position, method, amount_minor, currency, tendered_minor, card_last4,
  created_at, created_by ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
CREATE TRIGGER payments_forget_people
BEFORE UPDATE OF card_reference, transfer_reference ON payments
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;

DROP TRIGGER drawer_movements_are_immutable;
CREATE TRIGGER drawer_movements_are_immutable
BEFORE UPDATE OF id, drawer_session_id, kind, amount_minor, payment_id, refund_id, created_at,
  created_by, reverses_id ON drawer_movements
BEGIN SELECT RAISE(ABORT, 'drawer movements are never changed'); END;
CREATE TRIGGER drawer_movements_forget_people
BEFORE UPDATE OF reason ON drawer_movements
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'drawer movements are never changed'); END;

DROP TRIGGER drawer_sessions_end_once;
CREATE TRIGGER drawer_sessions_end_once
BEFORE UPDATE OF id, opened_at, opened_on, opened_by, float_minor, currency, closed_at, closed_by,
  counted, counted_minor, expected_minor ON drawer_sessions
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed drawer is never changed'); END;
CREATE TRIGGER drawer_sessions_forget_people
BEFORE UPDATE OF variance_reason ON drawer_sessions
WHEN OLD.closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a closed drawer is never changed'); END;

-- Finds what is to be cleaned, which every change of such a text asks for.
CREATE INDEX erasures_open ON erasures (client_id) WHERE cleaned_at IS NULL;
