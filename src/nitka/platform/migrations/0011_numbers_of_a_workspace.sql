-- Conversations are numbered by workspace, so that a number tells nobody how much is written in the others. A sequence for
-- each: a counter in a row would make all who store conversations of one workspace wait for each other's commits.

ALTER TABLE conversation ALTER COLUMN number DROP IDENTITY;

CREATE FUNCTION conversation_numbers(workspace uuid) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN 'conversation_numbers_' || replace(workspace::text, '-', '');

-- Runs as the owner: whoever makes a workspace may make no sequence.
CREATE FUNCTION begin_numbers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = nitka, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE SEQUENCE %I', conversation_numbers(NEW.id));
    EXECUTE format('GRANT USAGE ON SEQUENCE %I TO nitka_app', conversation_numbers(NEW.id));
    RETURN NEW;
END $$;
CREATE FUNCTION end_numbers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = nitka, pg_temp AS $$
BEGIN
    EXECUTE format('DROP SEQUENCE IF EXISTS %I', conversation_numbers(OLD.id));
    RETURN OLD;
END $$;
REVOKE EXECUTE ON FUNCTION begin_numbers(), end_numbers() FROM PUBLIC;
CREATE TRIGGER begin_numbers AFTER INSERT ON workspace FOR EACH ROW EXECUTE FUNCTION begin_numbers();
CREATE TRIGGER end_numbers AFTER DELETE ON workspace FOR EACH ROW EXECUTE FUNCTION end_numbers();

CREATE FUNCTION number_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.number := nextval(('nitka.' || conversation_numbers(NEW.workspace_id))::regclass);
    RETURN NEW;
END $$;
CREATE TRIGGER number_conversation BEFORE INSERT ON conversation FOR EACH ROW EXECUTE FUNCTION number_conversation();

-- What has a number keeps it, and the next ones follow.
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT w.id, coalesce(max(c.number), 0) AS last
               FROM workspace w LEFT JOIN conversation c ON c.workspace_id = w.id GROUP BY w.id
    LOOP
        EXECUTE format('CREATE SEQUENCE %I START %s', conversation_numbers(one.id), one.last + 1);
        EXECUTE format('GRANT USAGE ON SEQUENCE %I TO nitka_app', conversation_numbers(one.id));
    END LOOP;
END $$;
