-- Which product has taken another one's place when it was changed: whoever still has the old one on the
-- screen is told that it was changed, and not that it is gone. One that was sold again afterwards stands
-- for itself.
ALTER TABLE products ADD COLUMN replaced_by TEXT REFERENCES products (id);

UPDATE products
SET replaced_by = (
  SELECT json_extract(event_data, '$.productId') FROM event_log
  WHERE event_type = 'product.added' AND json_extract(event_data, '$.replacesId') = products.id
  ORDER BY seq DESC LIMIT 1
)
WHERE active = 0 AND NOT EXISTS (
  SELECT 1 FROM event_log
  WHERE event_type = 'product.restored' AND subject_type = 'product' AND subject_id = products.id
);
