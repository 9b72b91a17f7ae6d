-- Rows that are changed with every message leave many dead ones behind, and every look-up passes them: these tables
-- are small, so that vacuuming them often costs next to nothing. The outbox is emptied as fast as it is filled.

ALTER TABLE outbox SET (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
                        autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE conversation SET (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.02,
                              autovacuum_vacuum_cost_delay = 0);
ALTER TABLE strand SET (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE pipeline_offset SET (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
