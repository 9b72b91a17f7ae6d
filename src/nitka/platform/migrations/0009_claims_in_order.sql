-- Of an identifier that anybody may claim, only the first links are read, the firmest and then the earliest: without an
-- order in the index each claim would cost as much as all before it.
DROP INDEX link_back;
CREATE INDEX link_back ON link (b, assurance DESC, valid_from, touch_id);
CREATE INDEX link_forth ON link (a, assurance DESC, valid_from, touch_id);
