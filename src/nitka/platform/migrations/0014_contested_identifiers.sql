-- An identifier is shared also because two people turn out to have it, which the drawing of people decides ('contest').
ALTER TABLE identifier DROP CONSTRAINT identifier_status_by_check;
ALTER TABLE identifier ADD CONSTRAINT identifier_status_by_check CHECK (status_by IN ('rule', 'contest', 'agent'));
