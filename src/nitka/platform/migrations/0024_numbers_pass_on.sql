-- A telephone number is given to somebody else once it lay idle: since when it is whose, by the months of touches.

-- Months since the year 0, of the first and the last touch that named both; 0: the month of the link's own touch.
ALTER TABLE link ADD COLUMN first_month int NOT NULL DEFAULT 0, ADD COLUMN last_month int NOT NULL DEFAULT 0;
-- 0: whose it is now, it always was. Else touches of earlier months belong to whoever had it then: [[month, node], …],
-- up to each month.
ALTER TABLE identifier ADD COLUMN since_month int NOT NULL DEFAULT 0, ADD COLUMN past jsonb;
