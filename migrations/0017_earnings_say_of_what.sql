-- A line of earnings says of what the whole was worked out when it was written.

-- At a percentage minor units, by the hour minutes; nothing at a flat rate, where nothing is earned,
-- and in lines from before this.
ALTER TABLE earnings ADD COLUMN base INTEGER CHECK (base >= 0);

-- One handler hears now what eighteen did. Rows to which nothing is owed are forgotten with them.
DELETE FROM event_subscriptions
WHERE (service_name = 'earnings' OR service_name GLOB 'earnings-*')
  AND id NOT IN (SELECT subscription_id FROM event_delivery)
  AND id NOT IN (SELECT subscription_id FROM dead_letters)
  AND id NOT IN (SELECT subscription_id FROM processed_events);
