-- An answer that only somebody who is there can see (the site chat) goes on by another channel when nobody was:
-- when to look, null when there is nothing to look for.
ALTER TABLE delivery ADD COLUMN fall_back_at timestamptz;
CREATE INDEX delivery_fall_back ON delivery (fall_back_at) WHERE fall_back_at IS NOT NULL;
