-- What a client in a class's line may have been told last of a free seat: the whole slot that was named,
-- and not only its start, so that another trainer, room or length is noticed too. More than one where the
-- line to the mail server broke before its answer.
CREATE TABLE told_offers (
  client_id       TEXT NOT NULL,
  appointment_id  TEXT NOT NULL REFERENCES appointments (id),
  told            TEXT NOT NULL CHECK (json_valid(told)),  -- [{"kind": …, "slot": {…}}, …], the newest first
  PRIMARY KEY (client_id, appointment_id)
) STRICT, WITHOUT ROWID;

-- What was sent before kept the start alone. The rest is taken to be as it stands: nobody is told of a
-- change that nobody can know of.
INSERT INTO told_offers
SELECT o.recipient_id, o.appointment_id, json_array(json_object(
  'kind', o.kind,
  'slot', json_object(
    'startTime', o.session_start,
    'endTime', strftime('%Y-%m-%dT%H:%M:%fZ', o.session_start,
      (unixepoch(a.end_time) - unixepoch(a.start_time)) || ' seconds'),
    'trainerId', a.trainer_id,
    'serviceId', a.service_id,
    'roomId', a.room_id)))
FROM outbox AS o JOIN appointments AS a ON a.id = o.appointment_id
WHERE o.kind IN ('waitlist_offer', 'change', 'cancellation') AND o.session_start IS NOT NULL
  AND o.position IN (
    SELECT max(position) FROM outbox
    WHERE recipient_type = 'client' AND kind <> 'reminder'
      AND (status IN ('sent', 'sending') OR (status = 'queued' AND message_id IS NOT NULL AND attempts = 0))
    GROUP BY recipient_id, appointment_id);
